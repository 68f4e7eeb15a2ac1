"""The cluster that codes: processes of this machine by default, or a scheduler reached over TLS.

A Dask scheduler runs whatever those who can connect send to it. So ours listens on loopback only, and another is used
only where it is on loopback or asks for a certificate.
"""

import ipaddress
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import dask
from distributed import Client, LocalCluster
from distributed.security import Security

from geo.errors import ArchiveError

_LOOPBACK: Final = "127.0.0.1"
#: A chunk is given up when so many workers have died over it: others that were killed beside it cost it nothing more.
_DEATHS: Final = 10
_SETTINGS: Final = {
    "distributed.scheduler.allowed-failures": _DEATHS,
    "distributed.comm.timeouts.connect": "20s",
    # so long after a worker's first death, the cluster would give it up if it has just died again
    "distributed.deploy.lost-worker-timeout": "1000 days",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificates:
    """Files for TLS: the authority that both sides trust, this side's certificate and its key."""

    authority: Path
    certificate: Path
    key: Path


@contextmanager
def open_cluster(
    scheduler: str | None = None, *, workers: int | None = None, certificates: Certificates | None = None
) -> Iterator[Any]:
    """Give a client of the scheduler at an address, or of `workers` processes of this machine (one a core).

    Raises ArchiveError for an address that is neither loopback nor TLS, or where nobody answers.
    """
    with dask.config.set(_SETTINGS):
        opened = _local(workers) if scheduler is None else _remote(scheduler, certificates)
        with opened as client:
            yield client


@contextmanager
def _local(workers: int | None) -> Iterator[Any]:
    with LocalCluster(
        n_workers=workers or os.cpu_count() or 1,
        threads_per_worker=1,
        processes=True,
        host=_LOOPBACK,
        protocol="tcp",
        dashboard_address=f"{_LOOPBACK}:0",
        worker_dashboard_address=f"{_LOOPBACK}:0",
        silence_logs=logging.CRITICAL,
    ) as cluster:
        check_address(cluster.scheduler_address, None)  # a setting of the user's may have moved it
        with Client(cluster) as client:
            yield client


@contextmanager
def _remote(address: str, certificates: Certificates | None) -> Iterator[Any]:
    check_address(address, certificates)
    security = None
    if certificates is not None:
        security = Security(
            require_encryption=True,
            tls_ca_file=str(certificates.authority),
            tls_client_cert=str(certificates.certificate),
            tls_client_key=str(certificates.key),
        )
    try:
        client = Client(address, security=security, timeout="20s")
    except (OSError, TimeoutError) as error:
        told = " ".join(str(error).split())[:200]
        raise ArchiveError(f"{address}: no scheduler answers ({told}); expected one that trusts us") from error
    with client:
        yield client


def check_address(address: str, certificates: Certificates | None) -> None:
    """Refuse a scheduler that is neither on loopback nor behind TLS. Raises ArchiveError."""
    try:
        parts = urlsplit(address)
        host, there = parts.hostname or "", parts.port is not None
    except ValueError:
        host, there, parts = "", False, urlsplit("")
    if parts.scheme not in ("tcp", "tls") or not host or not there:
        raise ArchiveError(f"{address}: no address of a scheduler; expected one such as tls://scheduler.example:8786")
    if parts.scheme == "tcp" and not _is_loopback(host):
        raise ArchiveError(f"{address}: neither loopback nor TLS; expected tls://, as a scheduler runs what it gets")
    if parts.scheme == "tls" and certificates is None:
        raise ArchiveError(f"{address}: no certificates; expected --tls-ca, --tls-cert and --tls-key")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def dashboard(client: Any) -> str | None:
    """Return the address of the scheduler's own page, if it is on this machine and nobody else can open it."""
    link = str(client.dashboard_link or "")
    return link if link and _is_loopback(urlsplit(link).hostname or "") else None
