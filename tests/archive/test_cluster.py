"""Who may reach the scheduler: this machine, or whoever has a certificate. A scheduler runs what it gets."""

import ipaddress
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from geo.archive.cluster import Certificates, check_address
from geo.errors import ArchiveError
from tests.archive.made import write_archive
from tests.archive.running import ROOT, go_on, hold_after_chunks, run, start, table


@pytest.mark.parametrize(
    "address", ["tcp://10.0.0.5:8786", "tcp://scheduler.example:8786", "tcp://0.0.0.0:8786", "tcp://[2001:db8::1]:8786"]
)
def test_a_scheduler_that_anybody_could_reach_is_refused(address: str) -> None:
    with pytest.raises(ArchiveError, match="neither loopback nor TLS; expected tls://"):
        check_address(address, None)


@pytest.mark.parametrize(
    "address", ["", "8786", "tls://host", "http://127.0.0.1:8786", "tcp://:1", "tcp://[:1", "tls://h:x"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ArchiveError, match="no address of a scheduler"):
        check_address(address, None)


def test_loopback_is_taken_and_tls_with_certificates() -> None:
    for address in ("tcp://127.0.0.1:8786", "tcp://localhost:8786", "tcp://[::1]:8786"):
        check_address(address, None)
    check_address(
        "tls://scheduler.example:8786", Certificates(authority=Path("a"), certificate=Path("b"), key=Path("c"))
    )
    with pytest.raises(ArchiveError, match="no certificates; expected --tls-ca"):
        check_address("tls://scheduler.example:8786", None)


def test_the_command_says_so_too(tmp_path: Path) -> None:
    code, said = run(tmp_path, "-o", tmp_path / "out", "--scheduler", "tcp://10.0.0.5:8786")
    assert (code, said.count("\n")) == (1, 1)
    code, said = run(tmp_path, "-o", tmp_path / "out", "--scheduler", "tls://h:1", "--tls-ca", tmp_path / "none")
    assert code == 1
    assert "no such file; expected --tls-ca, --tls-cert and --tls-key" in said


def test_our_own_cluster_listens_on_loopback_only(tmp_path: Path) -> None:
    archive = write_archive(tmp_path / "in", 400)
    driver = start(archive, "-o", tmp_path / "out", "--workers", "2", "--chunk", "2000")
    assert hold_after_chunks(driver, tmp_path / "out", 0)
    family = [psutil.Process(driver.pid), *psutil.Process(driver.pid).children(recursive=True)]
    listening = [c.laddr.ip for p in family for c in p.net_connections("inet") if c.status == psutil.CONN_LISTEN]
    go_on(driver)
    said, _ = driver.communicate(timeout=300)
    assert len(listening) >= 4, "scheduler, its page, two workers"
    assert all(ipaddress.ip_address(ip).is_loopback for ip in listening)
    assert "dashboard: http://127.0.0.1:" in said


@pytest.fixture
def certificates(tmp_path: Path) -> Certificates:
    """Make an authority, and a certificate of its for scheduler, workers and us."""
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    files = Certificates(authority=tmp_path / "ca.pem", certificate=tmp_path / "our.pem", key=tmp_path / "our.key")
    pem = serialization.Encoding.PEM
    for name, own, path in (("authority", authority_key, files.authority), ("qantar", key, files.certificate)):
        made = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority")]))
            .public_key(own.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(datetime.now(UTC) - timedelta(days=1))
            .not_valid_after(datetime.now(UTC) + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=own is authority_key, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
            .sign(authority_key, hashes.SHA256())
        )
        path.write_bytes(made.public_bytes(pem))
    plain = serialization.NoEncryption()
    files.key.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    return files


@pytest.fixture
def scheduler(tmp_path: Path, certificates: Certificates) -> Iterator[str]:
    """Start a scheduler and a worker of their own, as people do on several machines."""
    tls = [
        "--tls-ca-file",
        certificates.authority,
        "--tls-cert",
        certificates.certificate,
        "--tls-key",
        certificates.key,
    ]
    file = tmp_path / "scheduler.json"
    where = ["--protocol", "tls", "--host", "127.0.0.1", "--scheduler-file", file, *tls]
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", *where, "--port", "0", "--no-dashboard"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", *where, "--no-dashboard", "--nthreads", "1"]
    with (tmp_path / "log").open("wb") as log:
        own = {"cwd": ROOT, "stdout": log, "stderr": log}
        running = [subprocess.Popen(list(map(str, dask)), **own)]
        try:
            while not file.exists():
                assert running[0].poll() is None, (tmp_path / "log").read_text()
                time.sleep(0.05)
            running.append(subprocess.Popen([*map(str, worker), "--local-directory", str(tmp_path)], **own))
            yield json.loads(file.read_text())["address"]
        finally:
            for process in running[::-1]:
                process.terminate()
                process.wait(30)


def test_a_scheduler_behind_tls_codes_for_us_and_for_nobody_else(
    tmp_path: Path, scheduler: str, certificates: Certificates
) -> None:
    assert scheduler.startswith("tls://127.0.0.1:")
    archive = write_archive(tmp_path / "in", 50)
    ours = ("--tls-ca", certificates.authority, "--tls-cert", certificates.certificate, "--tls-key", certificates.key)
    code, said = run(archive, "-o", tmp_path / "out", "--scheduler", scheduler, *ours)
    assert code == 0, said
    assert table(tmp_path / "out", "reports.parquet").num_rows == 50

    code, said = run(archive, "-o", tmp_path / "no", "--scheduler", scheduler.replace("tls:", "tcp:"))
    assert code == 1
    assert "no scheduler answers" in said
    assert not (tmp_path / "no").exists()
