"""What one run of requests is given, and what it leaves."""

from dataclasses import dataclass, field
from typing import Dict, List, Optional

from graders.load.http import BODY_BYTES, Answer


@dataclass
class Sample:
    """One request: when it was due, sent and answered; all in seconds.

    ``lag`` is how late the loop itself noticed that it was due; in a closed loop, how
    late it heard its own alarm since the request before. ``latency`` counts
    from ``due``, so that time in the queue of a stalled server is not lost; without a
    whole answer it is None and ``error`` says why.
    """

    due: float
    lag: float = 0.0
    sent: float = 0.0
    latency: Optional[float] = None
    status: int = 0
    error: str = ""


@dataclass(frozen=True)
class Rules:
    """What one run of requests may take."""

    port: int
    connections: int = 64
    request_s: float = 5.0
    total_s: float = 60.0
    body_cap: int = BODY_BYTES


@dataclass
class Outcome:
    """Every request's sample, the answers that were kept, and what it took."""

    samples: List[Sample]
    kept: Dict[int, Answer] = field(default_factory=dict)
    seconds: float = 0.0
    own_cpu_s: float = 0.0
    opened: int = 0
    unasked: int = 0
