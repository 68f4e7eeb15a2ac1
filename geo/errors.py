"""What can go wrong, and how it is told.

GeoError
├── DataSetError      a data set's file, row or column is not as the codebook says
│   └── NoDataSet     no data set at that place
├── SourceError       somebody else's table cannot be read as events
├── ViewError         a link asks for something that does not exist
│   └── TooCommon     a word is searched for that too many events have
├── ReportError       a report's text cannot be read, or is not the one that was coded
├── ArchiveError      an archive cannot be coded, or not on that cluster
└── ExportError       a selection cannot be written in that format
"""

from collections.abc import Mapping


class GeoError(Exception):
    """One sentence saying what was wrong, where, and what was expected."""


class DataSetError(GeoError):
    """A data set that is not as the codebook says; names file, row and column where there is one."""

    def __init__(
        self,
        file: str,
        found: str,
        expected: str,
        *,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        """Keep the parts, so that a page can say them in the reader's language; `row` counts from 1."""
        self.file, self.row, self.column = file, row, column
        self.found, self.expected = found, expected
        place = [file]
        if row is not None:
            place.append(f"row {row}")
        if column is not None:
            place.append(f"column {column}")
        super().__init__(f"{', '.join(place)}: {found}; expected {expected}")


class NoDataSet(DataSetError):
    """No data set at that place."""


class SourceError(GeoError):
    """Somebody else's table cannot be read as events."""


class ViewError(GeoError):
    """One part of a link that cannot be honoured; the rest of the link still is."""

    def __init__(self, key: str, value: str, expected: str, gaps: Mapping[str, object] | None = None) -> None:
        """Keep the parts, so that a page can say them in the reader's language; `gaps` fill `{first}` in `expected`."""
        self.key, self.value, self.expected, self.gaps = key, value, expected, dict(gaps or {})
        super().__init__(f"link: {key}={value!r} is not understood; expected {self.fill(expected)}")

    def fill(self, expected: str) -> str:
        """Fill the gaps of what was expected, in whatever language it is said."""
        for name, value in self.gaps.items():
            expected = expected.replace(f"{{{name}}}", str(value))
        return expected


class TooCommon(ViewError):
    """A word that is searched for and that too many events have."""


class ReportError(GeoError):
    """A report's text cannot be read, or is not the one that was coded."""


class ArchiveError(GeoError):
    """An archive cannot be coded, or not on that cluster."""


class ExportError(GeoError):
    """A selection cannot be written in that format."""
