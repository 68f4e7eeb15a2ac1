"""The routes that the map reads: a data set's events, what a View selects of them, and the map's own files.

All are GET, hold public data only and know no session. A part of a query that is not understood is passed over, as in
any link; what does not exist is a 404 with one sentence.
"""

import base64
import re
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from geo.errors import GeoError, NoDataSet, ViewError
from geo.map.assets import KINDS, assets, edition
from geo.model import EventType
from geo.routes.answers import ASK_AGAIN, BRIEFLY, DAILY, FOREVER, JSON, Packed, refuse, send_json, send_packed, to_json
from geo.store import MOST_SENT, Box, Store, open_store
from geo.store.cells import in_area, in_cell
from geo.store.chronology import UNITS
from geo.store.grid import MOST_ZOOM, Window
from geo.store.store import seen
from geo.store.telling import cards, cards_of, tell
from geo.view import LANGUAGES, View
from geo.words import DEFAULT, words

MOST_CARDS: Final = 500
MOST_OFFSET: Final = 10_000_000
_T_CALL: Final = re.compile(r"""\bt\(\s*(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)')""")

OfStore = Callable[[Request, Store], Response]


def data_routes() -> list[BaseRoute]:
    """Return the routes, to be put before Streamlit's own."""
    return [
        Route("/data/{dataset}/{version}/events.json", _of_store(events)),
        Route("/data/{dataset}/{version}/shown", _of_store(shown)),
        Route("/data/{dataset}/{version}/cells", _of_store(cells)),
        Route("/data/{dataset}/{version}/days", _of_store(days)),
        Route("/data/{dataset}/{version}/cards", _of_store(some_cards)),
        Route("/data/{dataset}/{version}/event/{event_id:path}", _of_store(event)),
        Route("/words/{lang}.json", texts),
        Route("/assets/leaflet/{name:path}", leaflet),
        Route("/assets/{edition}/{name:path}", asset),
    ]


def pack(store: Store) -> None:
    """Compress what the first view of a data set needs, so that nobody waits for it."""
    if store.total <= MOST_SENT:
        _packed_events(store)
    for name in ("basemap.json", "leaflet/leaflet.js", "leaflet/leaflet.css", *filter(_is_ours, assets())):
        _packed_asset(name)


def _of_store(answer: OfStore) -> Callable[[Request], Response]:
    """Open the data set that the path names; only its current version has an answer."""

    @wraps(answer)
    def endpoint(request: Request) -> Response:
        try:
            store = open_store(request.path_params["dataset"])
        except NoDataSet:
            return refuse(404, "no such data set")
        except GeoError as error:
            return refuse(503, str(error))
        if request.path_params["version"] != store.version:
            # The version is not told: a stranger's site, which any browser lets ask us, does not know it.
            return refuse(404, "no such version of this data set; load the page again")
        try:
            return answer(request, store)
        except ViewError as error:
            return refuse(400, str(error))
        except GeoError as error:
            return refuse(503, str(error))

    return endpoint


def events(request: Request, store: Store) -> Response:
    """Send all events as compact columns, unless they are more than MOST_SENT."""
    if store.total > MOST_SENT:
        return refuse(413, f"{store.total} events are too many to send; ask for cells, with bounds and zoom")
    return send_packed(request, _packed_events(store), DAILY)


@lru_cache(8)
def _packed_events(store: Store) -> Packed:
    return Packed(to_json(store.columns()), JSON)


def cells(request: Request, store: Store) -> Response:
    """Send what a part of the map shows of the selected events, however many they are (`Store.cells`).

    `…/cells?<view query>&bounds=west,south,east,north&zoom=6`: bounds in degrees, west above east over the antimeridian
    or counting on beyond ±180, zoom from 0 to 22. The answer, gzipped at most 50 kB, is one of two:

    - `cells`, column by column: `x` and `y` count the cells of a world cut into 2**`level` a side, x eastwards from
      180° W, y southwards in Web Mercator; `lon` and `lat` are the mean position of the cell's events, `counts` one
      list per type of `types`. Whole cells are counted, those at the edge of the bounds too.
    - `events`, where there are at most MOST_EXACT: columns as in events.json, and `rows`, their row numbers.

    The other one is null. `n` counts the events inside, `of` all selected ones; `kinds` counts by type those that would
    be selected if every type were. `areas` are the events known to no
    nearer place, wherever the bounds are: `country`, `region` (a code such as KZ.09, or null: the country as a whole),
    `name_en`, `name_de`, `counts` per type; `more_areas` counts the events of areas that are left out.
    """
    box = Box.from_text(request.query_params.get("bounds", ""))
    zoom = _zoom(request.query_params.get("zoom", ""))
    if box is None or zoom is None:
        return refuse(400, f"expected bounds=west,south,east,north in degrees and zoom=0 to {MOST_ZOOM}")
    return send_packed(request, _packed_cells(store, seen(_view(request)), Window.over(box, zoom)), BRIEFLY)


@lru_cache(256)
def _packed_cells(store: Store, view: View, window: Window) -> Packed:
    """Pack what all boxes that the same cells cover share."""
    return Packed(to_json(store.cells_in(view, window)), JSON, level=5)


def _zoom(raw: str) -> float | None:
    try:
        zoom = float(raw) if len(raw) <= 24 else -1
    except ValueError:
        return None
    return zoom if 0 <= zoom <= MOST_ZOOM else None


def days(request: Request, store: Store) -> Response:
    """Send how many of the events that pass all filters but time there are from day to day, by type.

    `…/days?<view query>&unit=week`: `unit` is day, week, month or year, and in the answer the next larger one where
    there would be too many steps. Step i is the i-th unit that the `window` touches; weeks begin on Monday. `places`
    and `areas` (events with no nearer place) hold `sure`, the events within one step, and `open`, those that touch
    several, each counted in all it touches: a list per type of `types`. `n` counts the events that pass, `total` all
    of the data set, `bounds` is west, south, east, north of all its points or null, `kind` is report or
    table; above `limit` events in all, events.json is refused, and the map asks for `cells`.
    """
    unit = request.query_params.get("unit", UNITS[0])
    if unit not in UNITS:
        return refuse(400, "expected unit=" + ", ".join(UNITS))
    return send_packed(request, _packed_days(store, seen(_view(request)).without_time(), unit), BRIEFLY)


@lru_cache(64)
def _packed_days(store: Store, view: View, unit: str) -> Packed:
    about = {"total": store.total, "limit": MOST_SENT, "bounds": store.bounds, "kind": store.report.kind.value}
    sent = {"n": store.count(view), **about}
    return Packed(to_json({**sent, **store.steps(view, unit)}), JSON, level=5)


def shown(request: Request, store: Store) -> Response:
    """Send which events pass all filters but time, as a bit set in base64; of at most MOST_SENT events in all."""
    if store.total > MOST_SENT:
        return refuse(413, f"{store.total} events are too many to tell one by one; ask for cells, with bounds and zoom")
    view = _view(request).without_time()
    mask = base64.b64encode(store.mask(view)).decode("ascii")
    return send_json(request, {"n": store.count(view), "of": store.total, "mask": mask}, BRIEFLY)


def some_cards(request: Request, store: Store) -> Response:
    """Send a part of the selection in order of time, each event in a few words, and how many there are in all.

    `…/cards?<view query>&offset=100&limit=50`, with `cell=level/x/y` (as `cells` numbers them) those in one cell only,
    with `area=KZ` or `area=KZ.09` those known to no nearer place than that. `rows=1,2,3` are these rows, whatever the
    View.
    """
    offset, limit = _whole(request, "offset", 0), _whole(request, "limit", 100)
    if offset is None or limit is None:
        return refuse(400, "offset and limit are whole numbers from 0")
    view, query = _view(request), request.query_params
    said = words(view.lang or DEFAULT)
    offset, limit = min(offset, MOST_OFFSET), min(limit, MOST_CARDS)
    if "rows" in query:
        rows = [int(row) for row in query["rows"].split(",")[:limit] if row.isascii() and row.isdigit()]
        return send_json(request, {"total": len(rows), "cards": cards_of(store, rows, said)}, BRIEFLY)
    if "cell" not in query and "area" not in query:
        found = cards(store, view, said, offset, limit)
        return send_json(request, {"total": store.count(view), "cards": found}, BRIEFLY)
    inside = in_cell(query["cell"]) if "cell" in query else in_area(query["area"])
    if inside is None:
        return refuse(400, "expected cell=level/x/y or area=a code such as KZ or KZ.09")
    total, rows = store.part(seen(view), inside, offset, limit)
    return send_json(request, {"total": total, "cards": cards_of(store, rows, said)}, BRIEFLY)


def event(request: Request, store: Store) -> Response:
    """Send everything known of one event."""
    told = tell(store, request.path_params["event_id"], words(_view(request).lang or DEFAULT))
    return refuse(404, "no event of that id in this data set") if told is None else send_json(request, told, BRIEFLY)


def texts(request: Request) -> Response:
    """Send the map's own texts in a language: English → that language."""
    lang = request.path_params["lang"]
    if lang not in LANGUAGES:
        return refuse(404, "no such language; there are " + ", ".join(LANGUAGES))
    current = request.query_params.get("v") == edition()
    return send_packed(request, _packed_texts(lang), FOREVER if current else ASK_AGAIN)


@lru_cache(len(LANGUAGES))
def _packed_texts(lang: str) -> Packed:
    sources = [path.read_text(encoding="utf-8") for name, path in assets().items() if _is_ours(name)]
    said = {_unescape(a or b) for source in sources for a, b in _T_CALL.findall(source)}
    found = sorted(filter(None, said | {kind.value for kind in EventType}))
    return Packed(to_json({text: words(lang)(text) for text in found}), JSON)


def _is_ours(name: str) -> bool:
    return name.endswith(".js") and not name.startswith("leaflet/")


def _unescape(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def asset(request: Request) -> Response:
    """Send one of the map's files; for ever if the address names the present edition."""
    current = request.path_params["edition"] == edition()
    return _send_asset(request, request.path_params["name"], FOREVER if current else ASK_AGAIN)


def leaflet(request: Request) -> Response:
    """Send a file of Leaflet."""
    return _send_asset(request, "leaflet/" + request.path_params["name"], BRIEFLY)


def _send_asset(request: Request, name: str, cached: str) -> Response:
    if name not in assets():
        return refuse(404, "no such file")
    return send_packed(request, _packed_asset(name), cached)


@lru_cache(64)
def _packed_asset(name: str) -> Packed:
    path = assets()[name]
    return Packed(path.read_bytes(), KINDS[path.suffix])


def _view(request: Request) -> View:
    query = request.query_params
    view, _ = View.from_query({key: query.getlist(key) for key in query})
    return view


def _whole(request: Request, key: str, default: int) -> int | None:
    raw = request.query_params.get(key)
    if raw is None:
        return default
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) <= 9 else None
