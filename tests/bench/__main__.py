"""Measure the dashboard, and the naive app beside it, on data sets of three sizes; print the table.

python -m tests.bench [--quick] [--only started,opened,…] [--sizes 25,1000,10000] [--no-naive]
"""

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.bench.limits import sizes_of
from tests.bench.measure import PARTS, Bench, load_average, measure_naive, measure_own, say
from tests.bench.serving import ROOT
from tests.bench.table import SIZES, machine, markdown, verdict
from tests.bench.viewers import Plan
from tests.synthetic import write_synthetic

OUT: Final = ROOT / "out" / "bench.md"
NOTES: Final = """\
Medians, all in one run. *Painted*: the frame after the one that drew it has begun, so the pixels are out.
*Over the wire*: every byte that the server sends to the browser until all is drawn and a second has been quiet:
headers, Streamlit's own scripts, the map, its data, websocket frames.
*Naive*: a CircleMarker and a popup an event, a slider for the days, st_folium's defaults; what it loads from CDNs is
served from its own server here (Leaflet; the rest is left out, in its favour). Its slider draws on release only, so its
step and its release are one.
*Viewers*: sessions over Streamlit's own protocol, each moving the timeline every {every:g} s for {seconds:g} s, and
fetching what the map then fetches.
*MISSED*: above the goal. A measurement is given up after {limit} s, a viewer's move after {patience:g} s.
"""


def main() -> int:
    """Run the bench; 0 also where a goal is missed."""
    given = _arguments()
    # ended from outside, it still ends its servers and browsers
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    plan = Plan(seconds=10) if given.quick else Plan()
    began, busy = time.monotonic(), [load_average()]
    with tempfile.TemporaryDirectory() as sets:
        bench = Bench(parts=given.only, runs=3 if given.quick else 7, plan=plan)
        for events in given.sizes:
            folder = write_synthetic(events, Path(sets))
            measure_own(bench, events, folder)
            if given.naive:
                measure_naive(bench, events, folder)
        busy.append(load_average())
        text = "\n\n".join(
            (
                "# How fast",
                machine(bench.chromium, busy),
                markdown(bench.found, viewers=plan.viewers),
                f"**{verdict(bench.found)}**",
                bench.notes(NOTES),
            )
        )
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(text, encoding="utf-8")
    sys.stdout.write(text + "\n")
    say(f"{time.monotonic() - began:.0f} s; written to {OUT.relative_to(ROOT)}")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.splitlines()[0])
    parser.add_argument("--only", type=_parts, default=frozenset(PARTS), help="some of " + ",".join(PARTS))
    parser.add_argument("--sizes", type=sizes_of(SIZES), default=SIZES, help="numbers of events, default 25,1000,10000")
    parser.add_argument("--quick", action="store_true", help="three runs each, a shorter load")
    parser.add_argument("--no-naive", dest="naive", action="store_false", help="leave out the app to compare with")
    return parser.parse_args()


def _parts(text: str) -> frozenset[str]:
    found = frozenset(text.split(","))
    if not found <= set(PARTS):
        raise argparse.ArgumentTypeError("expected some of " + ",".join(PARTS))
    return found


if __name__ == "__main__":
    sys.exit(main())
