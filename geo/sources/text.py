"""A report's text from a file, as it is."""

from pathlib import Path

from geo.errors import ReportError


def read_text(path: Path) -> str:
    """Return a file's text; a byte order mark is no part of it. Raises ReportError naming file and fault."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ReportError(f"{path}: it cannot be read ({error.strerror}); expected a text file") from error
    except UnicodeDecodeError as error:
        raise ReportError(f"{path}: byte {error.start + 1} is not UTF-8; expected a text file in UTF-8") from error
