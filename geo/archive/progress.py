"""How far a run has come."""

from dataclasses import dataclass

from geo.sources.timed import Timed


@dataclass(slots=True)
class Progress(Timed):
    """How far a run has come; bytes of input are its measure, `seconds` are since the first chunk was sent."""

    chunks: int = 0
    skipped: int = 0
    done: int = 0
    reports: int = 0
    events: int = 0
    failed: int = 0
    weight: int = 0
    coded: int = 0

    @property
    def rate(self) -> float:
        """Reports per second of this run."""
        return self.a_second(self.reports)

    @property
    def left(self) -> float | None:
        """Seconds that are left at this run's pace; None before its first chunk."""
        return (self.weight - self.coded) * self.seconds / self.coded if self.coded else None
