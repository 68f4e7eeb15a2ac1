"""A table in object storage, opened where it lies: the same answers as from a disk, few requests, clear words."""

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from geo.archive.pyramid import build_pyramid
from geo.errors import DataSetError, GeoError, NoDataSet
from geo.gazetteer import open_gazetteer
from geo.model import EventType
from geo.sources import remote
from geo.sources.ranges import Ranges
from geo.sources.remote import Remote
from geo.store import Store, cells, datasets, default_name, listed, open_store
from geo.store import remote as sets
from geo.store.grid import Box
from geo.store.shelf import open_folder
from geo.view import View
from tests.archive import events
from tests.archive.test_piled import BOXES, VIEWS, _map
from tests.serving import ask, start, stop
from tests.storage import BUCKET, Asked, put

EVENTS = 12_000
WINDOW = View(first=date(2017, 3, 5), last=date(2019, 2, 3))
#: requests that any look at the map may cost: the files of its level, its days at both ends, its events
MOST_GETS = 20


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(events, "YEARS", 3)  # fewer files than ten years have
        made = events.write_events(EVENTS, tmp_path_factory.mktemp("remote"))
    build_pyramid(str(made))
    return made


@pytest.fixture
def table(folder: Path, bucket: str) -> str:
    """Return the address of a table with its pyramid."""
    url = f"{bucket}/sets/{folder.name}"
    if not listed_files(url):
        put(folder, url)
    return url


def listed_files(url: str) -> int:
    try:
        return len(Remote.at(url).files)
    except NoDataSet:
        return 0


def opened(url: str) -> Store:
    """Open a table with nothing of it kept from before."""
    return Store.piled(*sets.open_pile(Remote.at(url, Ranges()), open_gazetteer()), open_gazetteer())


def test_its_answers_are_those_of_the_disk(table: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "MOST_READ", cells.MOST_EXACT)
    names = open_gazetteer()
    far, near = open_folder(table, names), open_folder(folder, names)
    assert (far.name, far.total, far.window, far.bounds) == (near.name, near.total, near.window, near.bounds)
    for view in VIEWS:
        assert [_map(far, view, *at) for at in BOXES] == [_map(near, view, *at) for at in BOXES]
        assert (far.count(view), far.options(view)) == (near.count(view), near.options(view))
        assert far.steps(view, "month") == near.steps(view, "month")
    page = near.page(WINDOW, "place", True, 3, 10)
    assert far.page(WINDOW, "place", True, 3, 10).equals(page)
    event_id = page["event_id"][4]
    assert far.row_of(event_id) == near.row_of(event_id)
    assert far.count(View(text="town 58")) == near.count(View(text="town 58")) > 0
    few = View(countries=frozenset({"LB"}), types=frozenset({EventType.RIOTS}))
    assert [b["event_id"].tolist() for b in far.batches(few)] == [b["event_id"].tolist() for b in near.batches(few)]
    assert far.claims_of(event_id) == ()


def test_a_look_at_the_map_takes_few_requests_and_the_same_look_none(table: str, asked: Asked) -> None:
    for view in (View(), WINDOW):
        for zoom in range(0, 19, 2):
            store = opened(table)
            size = 300 / 2**zoom
            box = Box(69 - size, max(34 - size, -80), 69 + size, min(34 + size, 80))
            asked.clear()
            first = store.cells(view, box, zoom)
            assert 0 <= asked.gets() <= MOST_GETS
            asked.clear()
            assert store.cells(view, box, zoom) == first
            assert not asked


def test_the_days_and_the_counts_take_no_request(table: str, asked: Asked) -> None:
    store = opened(table)
    asked.clear()
    assert store.count(WINDOW) < store.total == EVENTS
    assert store.steps(WINDOW)["unit"]
    assert not asked


def test_what_is_kept_is_bounded(table: str) -> None:
    ranges = Ranges(1 << 20)
    store = Store.piled(*sets.open_pile(Remote.at(table, ranges), open_gazetteer()), open_gazetteer())
    assert len(store.page(View(), "place", False, 0, 50)) == 50
    assert sum(map(len, ranges._blocks.values())) <= 1 << 20


def test_a_database_reaches_the_tables_folder_only(table: str, tmp_path: Path) -> None:
    store = opened(table)
    (tmp_path / "secret.csv").write_text("a\n1\n")
    for path in (f"{tmp_path}/secret.csv", f"{table}/report.toml", "far://other/report.toml"):
        with pytest.raises(Exception, match="Cannot access file"):
            store._database.fetch(f"SELECT * FROM read_csv('{path}')")
    for statement in ("INSTALL httpfs", "SET enable_external_access = true"):
        with pytest.raises(Exception, match=r"(?i)disabled|locked"):
            store._database.fetch(statement)


def test_a_pyramid_of_other_files_is_refused(table: str, folder: Path, bucket: str, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "other")
    next((copy / "events").rglob("*.parquet")).unlink()
    with pytest.raises(DataSetError, match=r"other/pyramid: a pyramid of 12,000 events over others; .*make it anew"):
        open_folder(put(copy, f"{bucket}/other"), open_gazetteer())
    assert open_folder(table, open_gazetteer()).total == EVENTS


def test_a_pyramid_made_in_object_storage_opens(folder: Path, bucket: str, tmp_path: Path) -> None:
    plain = shutil.copytree(folder, tmp_path / "made-there", ignore=shutil.ignore_patterns("pyramid"))
    url = put(plain, f"{bucket}/made-there")
    assert build_pyramid(url).events == EVENTS
    store = opened(url)
    assert store.cells(View(), *BOXES[0]) == open_folder(folder, open_gazetteer()).cells(View(), *BOXES[0])


def test_small_data_sets_are_copied(
    synthetic: Callable[[int], Path], bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in (25, 26):
        put(synthetic(n), f"{bucket}/several/synthetic-{n}")
    monkeypatch.setenv("QANTAR_DATA", f"{bucket}/several:/nowhere")
    assert {"synthetic-25", "synthetic-26"} <= set(datasets())
    assert default_name() == "synthetic-25"
    store = open_store("synthetic-26")
    assert (store.name, store.total) == ("synthetic-26", 26)
    assert open_store("synthetic-26") is store
    with pytest.raises(NoDataSet, match="no data set of that name"):
        open_store("synthetic-27")


def test_a_table_without_a_pyramid_is_copied_up_to_a_size(
    folder: Path, bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = put(shutil.copytree(folder, tmp_path / "plain", ignore=shutil.ignore_patterns("pyramid")), f"{bucket}/plain")
    store = open_folder(url, open_gazetteer())
    assert store.total == EVENTS
    assert len(store.page(View(), "place", False, 0, 5)) == 5
    monkeypatch.setattr(sets, "MOST_COPIED", 1000)
    with pytest.raises(DataSetError, match=r"plain: [\d,]+ bytes without a pyramid .* `python -m geo pyramid s3://"):
        open_folder(url, open_gazetteer())


def test_a_name_that_leads_out_of_its_folder_is_not_copied() -> None:
    names = ["events/a.parquet", "events/year=1/b.parquet", "events/../x.parquet", "/events/x.parquet", "x.parquet"]
    assert [name for name in names if sets._is_events(name)] == names[:2]


def test_a_data_set_that_has_changed_is_opened_again_when_it_is_asked_for_anew(
    synthetic: Callable[[int], Path], bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = put(synthetic(25), f"{bucket}/changing")
    monkeypatch.setenv("QANTAR_DATA", url)
    assert open_store("changing").total == 25
    put(synthetic(26), url)
    assert open_store("changing").total == 25, "what was answered is good for a while"
    for answer in listed._answers.values():
        answer.until = 0
    assert open_store("changing").total == 26


def test_what_is_not_there_is_named(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QANTAR_DATA", "s3://no-such-bucket/set")
    with pytest.raises(NoDataSet, match=r"s3://no-such-bucket/set: there is no bucket 'no-such-bucket'"):
        default_name()
    assert "kazakhstan-2022-01" in datasets()
    monkeypatch.setenv("QANTAR_DATA", f"{bucket}/nothing")
    with pytest.raises(NoDataSet, match=r"no data set is there; expected a folder with a report\.toml"):
        default_name()


@contextmanager
def answering(status: int) -> Iterator[str]:
    """Run a server that answers everything with one status; give its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

        do_HEAD = do_GET  # noqa: N815 - as http.server calls it

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (403, "its storage denies the access; expected keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY that may"),
        (503, "its storage fails; expected one that is in order"),
    ],
)
def test_a_storage_that_refuses_is_told(
    status: int, sentence: str, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with answering(status) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        monkeypatch.setenv("QANTAR_DATA", f"{bucket}/refused-{status}")
        for ask_it in (default_name, lambda: open_store("x"), lambda: Remote.at(f"{bucket}/refused-{status}")):
            with pytest.raises(DataSetError, match=rf"^s3://{BUCKET}/refused-{status}: {re.escape(sentence)}"):
                ask_it()


def test_a_storage_that_is_silent_is_told_and_what_was_known_stays(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QANTAR_DATA", table)
    store = open_store(default_name())
    lying = Remote.at(table, Ranges())
    far = Store.piled(*sets.open_pile(lying, open_gazetteer()), open_gazetteer())
    lying._handle.cache_clear()  # type: ignore[attr-defined]
    lying.ranges._blocks.clear()
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    for answer in listed._answers.values():
        answer.until = 0
    assert open_store(default_name()) is store
    for answer in (lambda: far.cells(WINDOW, *BOXES[1]), lambda: far.options(View()), lambda: far.at([7, 11_000])):
        with pytest.raises(DataSetError, match=rf"^{table}/.*: its storage does not answer \(http://127.0.0.1:9\);"):
            answer()
    monkeypatch.undo()


def test_a_cut_file_is_told(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    far = Remote.at(table, Ranges())
    size, stamp = far.files["report.toml"]
    grown = Remote(far.url, {"report.toml": (size + 9, stamp)}, Ranges())
    with pytest.raises(DataSetError, match=r"report.toml: \d+ bytes from byte 0 on; expected .* changed meanwhile"):
        grown.read("report.toml")
    with pytest.raises(NoDataSet, match="no such file"):
        far.open("../x")
    monkeypatch.setattr(remote, "MOST_FILES", 3)
    with pytest.raises(DataSetError, match=r"files; expected a data set of at most 3"):
        Remote.at(table)


def test_two_dashboards_show_a_table_in_object_storage(
    table: str, object_storage: dict[str, str], asked: Asked, tmp_path: Path
) -> None:
    env = {**object_storage, "QANTAR_DATA": table}
    with ThreadPoolExecutor(2) as pool:
        servers = list(pool.map(lambda i: start(tmp_path / f"{i}.log", env), range(2)))
    try:
        version = opened(table).version
        route = f"data/made-{EVENTS}/{version}/"
        for server in servers:  # each opens the table beside answering; from here on it asks for what is looked at
            assert ask(server, f"{route}days?unit=month").status_code == 200
        answers = [_seen(server.url + route, asked) for server in servers]
        assert answers[0] == answers[1]
    finally:
        for server in servers:
            stop(server)
    assert "Traceback" not in servers[0].said()


def _seen(route: str, asked: Asked) -> list[object]:
    """Open, pan, list, and look at one event; every answer is right and every question takes few requests."""
    told: list[object] = []
    with httpx.Client(base_url=route, timeout=60) as client:

        def get(path: str) -> dict[str, object]:
            asked.clear()
            answer = client.get(path)
            assert answer.status_code == 200, answer.text
            told.append(answer.json())
            return answer.json()  # type: ignore[no-any-return]

        assert get("days?unit=month")["n"] == EVENTS
        for bounds, zoom in (("-180,-80,180,80", 1), ("60,25,75,38", 5), ("68,33,70,35", 9)):
            get(f"cells?bounds={bounds}&zoom={zoom}&from=2017-03-05&to=2019-02-03")
            assert asked.gets() <= MOST_GETS
        cards = get("cards?limit=5&from=2017-03-05")["cards"]
        assert len(cards) == 5  # type: ignore[arg-type]
        assert get(f"event/{cards[0]['id']}")["id"] == cards[0]["id"]  # type: ignore[index]
    return told


def test_a_dashboard_says_why_a_data_set_cannot_be_opened(
    object_storage: dict[str, str], table: str, tmp_path: Path
) -> None:
    with answering(403) as url:
        server = start(tmp_path / "log", {**object_storage, "QANTAR_DATA": table, "AWS_ENDPOINT_URL": url})
        try:
            answer = ask(server, "data/any/0123456789abcdef/days")
            assert answer.status_code == 503
            assert answer.json()["error"].startswith(f"{table}: its storage denies the access; expected keys in AWS_")
        finally:
            stop(server)
    assert issubclass(DataSetError, GeoError)
