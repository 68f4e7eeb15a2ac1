"""Reads a document as its reader does, tells what it did once confined: python -m tests.sources.texts.watched FILE.

The reader's own hook stays as it is; one of this module's notes every attempt to open, to connect or to start.
"""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from geo.sources import document_child
from geo.sources.documents import LIMITS

SEEN: list[str] = []
watching: list[bool] = []


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    if watching and (event == "open" or event.startswith(("socket.", "subprocess.", "os.", "ctypes.", "urllib."))):
        SEEN.append(f"{event} {arguments!r}"[:200])


def main(path: Path) -> None:
    source = path.open("rb", buffering=0)
    os.dup2(source.fileno(), 0)
    confine = document_child.confine

    def confined(limits: Any) -> list[str]:
        notes = confine(limits)
        watching.append(True)
        return notes

    document_child.confine = confined
    sys.addaudithook(watch)
    request = json.dumps({"suffix": path.suffix, "limits": asdict(LIMITS)})
    with os.fdopen(0, "rb", closefd=False) as given:
        answer = document_child.run(request, given)
    watching.clear()
    sys.stdout.write(json.dumps({"answer": answer, "seen": SEEN[:20]}))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
