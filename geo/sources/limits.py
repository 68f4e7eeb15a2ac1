"""How much of an untrusted file is read: more than enough for a year of ACLED, too little to fill a machine."""

from dataclasses import dataclass, replace
from typing import Final, Self

MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Caps of one file. Bytes, except `seconds`, which is time of the processor; all are inclusive."""

    size: int = 25 * MIB
    decoded: int = 256 * MIB
    rows: int = 1_000_000
    columns: int = 200
    field: int = 32 * 1024
    memory: int = 1024 * MIB
    seconds: int = 4

    @classmethod
    def for_size(cls, size: int) -> Self:
        """Return the limits for a file of one's own of up to `size` bytes: the others grow with it."""
        fixed = cls()
        if size <= fixed.size:
            return fixed
        times = -(-size // fixed.size)
        return replace(
            fixed,
            size=size,
            decoded=fixed.decoded * times,
            rows=fixed.rows * times,
            memory=fixed.memory + 8 * size,
            seconds=fixed.seconds * times,
        )
