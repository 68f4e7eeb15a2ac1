"""The reader's language: interface texts from gettext catalogues, days and intervals as people say them.

English is in the code; `data/locale/<language>/qantar.po` holds the others. `words("de")("Shown")` → `Gezeigt`.
"""

import gettext
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LOCALES: Final = Path(__file__).parents[1] / "data" / "locale"
DEFAULT: Final = "en"
_DAY: Final = {"en": "ccc d MMMM", "de": "ccc d. MMMM"}
_SHORT: Final = {"en": "ccc d", "de": "ccc d."}
_YEAR: Final = {"en": " y", "de": " y"}


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language; call it with an English text to get the reader's."""

    lang: str
    texts: gettext.NullTranslations

    def __call__(self, text: str) -> str:
        """Return `text` in this language, or as it is where the catalogue lacks it."""
        return self.texts.gettext(text) if text else ""

    def plural(self, one: str, many: str, n: int) -> str:
        """Return the form of `one`/`many` that goes with `n`, with `{n}` filled in."""
        return self.texts.ngettext(one, many, n).replace("{n}", self.number(n))

    def number(self, n: float) -> str:
        """Write a number with this language's thousands separator."""
        return str(format_decimal(n, locale=self.lang))

    def day(self, day: date, *, year: bool = False) -> str:
        """Write a day as people say it: `Wed 5 January`, `Mi 5. Januar`."""
        pattern = _DAY[self.lang] + (_YEAR[self.lang] if year else "")
        return str(format_date(day, pattern, locale=self.lang))

    def short_day(self, day: date) -> str:
        """Write a day without its month: `Wed 5`, `Mi 5.`."""
        return str(format_date(day, _SHORT[self.lang], locale=self.lang))

    def span(self, first: date, last: date, *, year: bool = False) -> str:
        """Write days from `first` to `last`, both included."""
        if first == last:
            return self.day(first, year=year)
        if (first.year, first.month) == (last.year, last.month):
            return f"{self.short_day(first)} – {self.day(last, year=year)}"
        return f"{self.day(first, year=year and first.year != last.year)} – {self.day(last, year=year)}"

    def when(self, first: date, last: date, part: str | None, *, year: bool = False) -> str:
        """Write an event's interval: `Tue 4 – Wed 5 January, night`."""
        text = self.span(first, last, year=year)
        return f"{text}, {self(part)}" if part else text

    def country(self, code: str) -> str:
        """Name a country by its ISO 3166-1 alpha-2 code; the code itself where it has no name."""
        return str(Locale(self.lang).territories.get(code, code))


@cache
def words(lang: str) -> Words:
    """Return the texts of `lang`; English where there is no catalogue for it."""
    path = LOCALES / lang / "qantar.po"
    if lang == DEFAULT or not path.is_file():
        return Words(DEFAULT, gettext.NullTranslations())
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=lang))
    compiled.seek(0)
    return Words(lang, gettext.GNUTranslations(compiled))


def best_language(accepted: str | None, offered: tuple[str, ...]) -> str:
    """Choose among `offered` by a browser's language tag such as `de-AT`; the first offered where none fits."""
    try:
        wanted = Locale.parse((accepted or "").replace("_", "-"), sep="-").language
    except (ValueError, UnknownLocaleError):
        return offered[0]
    return wanted if wanted in offered else offered[0]
