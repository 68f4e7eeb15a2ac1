"""Made-up reports of any number, the same every time, and the events that an archive of them must have.

Each report is a headline and two sentences of our own from a few patterns; its number tells which town, day, figures.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

FIRST: Final = date(2015, 1, 1)
TOWNS: Final = (
    "Almaty", "Bishkek", "Minsk", "Tunis", "Khartoum", "Beirut", "Lima", "Nairobi", "Dhaka", "Yangon", "Tbilisi",
    "Kabul", "Bogotá", "Lagos", "Karachi", "Manila",
)  # fmt: skip
TALES: Final = (
    "Hundreds of people protested in {town} on {day}, the police said. {n} of them were arrested.",
    "Soldiers clashed with armed men in {town} on {day}. {n} people were killed, a spokesman said.",
    "Rioters set fire to the city hall in {town} on {day}. Police said {n} people were injured.",
    "A bomb exploded in {town} on {day}. At least {n} people were killed, the health ministry said.",
    "It rained in {town}. Nobody was on the streets, {n} shopkeepers told a reporter.",
)
#: how many events the reports of each pattern tell, as the coder reads them
EVENTS: Final = (2, 2, 1, 1, 0)
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
#: every so many a report cannot be coded
BROKEN: Final = 97


def report(number: int) -> dict[str, Any]:
    """Return a report as a line of JSON holds it; every BROKEN-th lacks its text, its day or both."""
    published = FIRST + timedelta(days=number * 7919 % 3650)
    town, tale = TOWNS[number * 31 % len(TOWNS)], TALES[number % len(TALES)]
    told = tale.format(town=town, day=DAYS[(published - timedelta(days=1)).weekday()], n=3 + number % 40)
    whole = {"id": f"made-{number}", "published": published.isoformat(), "text": f"News from {town}\n\n{told}\n"}
    if number % BROKEN == BROKEN - 1:
        del whole["text" if number % 2 else "published"]
    return whole


def lines(start: int, end: int) -> Iterator[str]:
    """Yield reports [start, end) as lines of JSON."""
    return (json.dumps(report(number), ensure_ascii=False) + "\n" for number in range(start, end))


def write_archive(folder: Path, reports: int, *, files: int = 2) -> Path:
    """Write `reports` made-up reports as several files of JSON lines; return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for i in range(files):
        start, end = reports * i // files, reports * (i + 1) // files
        with (folder / f"part-{i:03d}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(lines(start, end))
    return folder
