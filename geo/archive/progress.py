"""How far a run has come."""

import time
from dataclasses import dataclass, field


@dataclass(slots=True)
class Progress:
    """How far a run has come; bytes of input are its measure, `seconds` are since the first chunk was sent."""

    chunks: int = 0
    skipped: int = 0
    done: int = 0
    reports: int = 0
    events: int = 0
    failed: int = 0
    weight: int = 0
    coded: int = 0
    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    @property
    def rate(self) -> float:
        """Reports per second of this run."""
        return self.reports / max(self.seconds, 1e-9)

    @property
    def left(self) -> float | None:
        """Seconds that are left at this run's pace; None before its first chunk."""
        return (self.weight - self.coded) * self.seconds / self.coded if self.coded else None
