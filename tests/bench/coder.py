"""What the offline coder costs: its start, 500 words in each language, and the memory of its process.

python -m tests.bench.coder: in a process of its own, from the first import on.
"""

import gc
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

REPORTS: Final = Path(__file__).parents[1] / "fixtures" / "reports"
WORDS: Final = 500
RUNS: Final = 20
DAY: Final = date(2024, 5, 16)
NAMES: Final = {"de": "German", "en": "English", "ru": "Russian"}


def sample(language: str, words: int = WORDS) -> str:
    """Return whole paragraphs of our own reports, as many as make so many words."""
    out: list[str] = []
    for path in sorted(REPORTS.glob(f"{language}-1[1-6]/report.txt")):
        for line in path.read_text("utf-8").splitlines():
            if sum(len(p.split()) for p in out) >= words:
                return "\n".join(out)
            out.append(line)
    return "\n".join(out)


def milliseconds(run: Callable[[], object]) -> float:
    """Return how long `run` takes."""
    began = time.perf_counter()
    run()
    return 1000 * (time.perf_counter() - began)


def main() -> int:
    """Measure and print; 0 always, for a number is no verdict."""
    texts = {language: sample(language) for language in NAMES}
    began = time.perf_counter()
    # Importing is part of what is measured.
    from geo.coding import code_report
    from geo.coding.lexicon import Lexicon
    from geo.gazetteer import open_gazetteer
    from geo.sources.lexicon import read_lexicon

    lexicon, gazetteer = Lexicon.from_tables(read_lexicon()), open_gazetteer()
    # As the server does, so that no run pays for looking through what stays.
    gc.collect()
    gc.freeze()
    opened = time.perf_counter() - began
    said = [f"coder: opened in {opened:.2f} s"]
    for language, text in texts.items():

        def run(language: str = language, text: str = text) -> object:
            return code_report(text, published=DAY, language=language, lexicon=lexicon, gazetteer=gazetteer)

        first, again = milliseconds(run), [milliseconds(run) for _ in range(RUNS)]
        warm = f"then {statistics.median(again):.0f} ms, at most {max(again):.0f} ms of {RUNS} runs"
        said.append(f"  {NAMES[language]}, {len(text.split())} words: the first time {first:.0f} ms, {warm}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write("\n".join([*said, f"  the whole process at most {peak:.0f} MB\n"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
