"""Messages on the wire: frozen, versioned, and honest about whose fault it was."""

from graders.protocol.codec import ProtocolError, from_wire, to_wire
from graders.protocol.lease import (
    BlobRef,
    CheckSpec,
    Claim,
    Heartbeat,
    HeartbeatAnswer,
    Lease,
    LimitsSpec,
    Role,
    StageProgress,
)
from graders.protocol.report import (
    CheckResult,
    Evidence,
    Flag,
    Measurement,
    Outcome,
    Report,
    Series,
    StageRecord,
)
from graders.protocol.statement import Standing, StatedTest, Statement

PROTOCOL_VERSION = 1
PROTOCOL_HEADER = "Assay-Protocol"

__all__ = [
    "PROTOCOL_HEADER",
    "PROTOCOL_VERSION",
    "BlobRef",
    "CheckResult",
    "CheckSpec",
    "Claim",
    "Evidence",
    "Flag",
    "Heartbeat",
    "HeartbeatAnswer",
    "Lease",
    "LimitsSpec",
    "Measurement",
    "Outcome",
    "ProtocolError",
    "Report",
    "Role",
    "Series",
    "StageProgress",
    "StageRecord",
    "Standing",
    "StatedTest",
    "Statement",
    "from_wire",
    "to_wire",
]
