"""Where an exported selection comes from: what every file says of itself."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Self

from geo.model import Report
from geo.store import Store
from geo.view import View
from geo.words import Words

CODEBOOK: Final = "Qantar codebook 1, after the ACLED and UCDP GED codebooks"
CREDITS: Final = ("Place coordinates: GeoNames (geonames.org), CC BY 4.0",)
LIMITS: Final = (
    "These events are what one report says, not what happened; what it leaves out is missing here.",
    "Claims are figures by different sources about overlapping groups: never add them up.",
    "Days are local calendar days, both included, as the report dates them.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The report, the data set and the View that a selection was made of.

    `version` is the data set's, `total` the number of its events, `on` the day of the export, `link` the View's.
    """

    report: Report
    data_set: str
    version: str
    total: int
    view: View
    on: date
    link: str | None = None

    @classmethod
    def of(cls, store: Store, view: View, *, on: date, link: str | None = None) -> Self:
        """Return where what `view` selects of `store` comes from."""
        return cls(
            report=store.report,
            data_set=store.name,
            version=store.version,
            total=store.total,
            view=view,
            on=on,
            link=link,
        )

    @property
    def licence(self) -> str:
        """What the selection may be used for."""
        stated = filter(None, (self.report.licence, self.report.licence_url))
        return ", ".join(stated) or "not stated by this data set; ask its publisher"

    def filters(self) -> dict[str, list[str]]:
        """Return what the selection was limited to, as link keys and their values; empty for the whole."""
        return {key: values for key, values in self.view.to_query().items() if key in self.view.filters}

    def facts(self, *, events: int, claims: int) -> dict[str, Any]:
        """Return all of it as plain values, for a file of `events` events and `claims` claims."""
        report = self.report
        return {
            "data_set": self.data_set,
            "version": self.version,
            "events": events,
            "events_in_data_set": self.total,
            "claims": claims,
            "filters": self.filters(),
            "link": self.link,
            "exported": self.on.isoformat(),
            "report": {
                "report_id": report.report_id,
                "title": report.title,
                "outlet": report.outlet,
                "language": report.language,
                "published": report.published.isoformat(),
                "window": [report.first.isoformat(), report.last.isoformat()],
                "url": report.url,
                "sha256": report.sha256,
            },
            "codebook": CODEBOOK,
            "licence": self.licence,
            "credits": list(CREDITS),
            "limits": list(LIMITS),
        }


def citation(origin: Origin, words: Words) -> str:
    """Return how to cite the selection, in the reader's language."""
    report = origin.report
    told = words("Qantar: events coded from “{title}”, {outlet}, {day}. Data set {name}, version {version}.")
    parts = {
        "{title}": report.title.get(words.lang) or report.title["en"],
        "{outlet}": report.outlet.get(words.lang) or report.outlet["en"],
        "{day}": words.day(report.published, year=True),
        "{name}": origin.data_set,
        "{version}": origin.version,
    }
    for slot, value in parts.items():
        told = told.replace(slot, value)
    return f"{told} {origin.link}" if origin.link else told
