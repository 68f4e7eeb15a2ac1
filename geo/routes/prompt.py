"""Answers that leave at once: what is written is not held back until what was written before is acknowledged."""

import os
import socket
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

#: where a process finds its own open files, by their numbers; Windows has no such folder, and nothing changes there
_OPEN: Final = Path("/dev/fd")


def send_at_once() -> int:
    """Let the sockets that this process listens on send what is short, too, without delay; return how many there are.

    An answer is written as head and body. By Nagle's algorithm the body waits until the client has acknowledged the
    head, and a client takes its time for that, 40 ms. asyncio turns it off for the sockets that it makes itself, not
    for one that Streamlit has made; a connection has the settings of the socket that it was accepted on.
    """
    if not _OPEN.is_dir():
        return 0
    return sum(_hasten(int(path.name)) for path in list(_OPEN.iterdir()) if path.name.isdigit())


def _hasten(number: int) -> bool:
    """Turn off the delay of a socket that listens for connections over TCP; tell whether it is one."""
    with suppress(OSError):  # closed meanwhile
        return stat.S_ISSOCK(os.fstat(number).st_mode) and _listens_at_once(socket.socket(fileno=os.dup(number)))
    return False


def _listens_at_once(copy: socket.socket) -> bool:
    with copy:
        if copy.family not in (socket.AF_INET, socket.AF_INET6) or copy.type != socket.SOCK_STREAM:
            return False
        if not copy.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            return False
        copy.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return True
