"""How long something has taken, for all that tells how far it has come."""

import time
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Timed:
    """Something that began when it was made; `started` is a time of the monotonic clock, in seconds."""

    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    def a_second(self, n: int) -> float:
        """Return how many of `n` things there were a second."""
        return n / max(self.seconds, 1e-9)
