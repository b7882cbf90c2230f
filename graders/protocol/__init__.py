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
    Measurement,
    Outcome,
    Report,
    StageRecord,
)

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
    "Heartbeat",
    "HeartbeatAnswer",
    "Lease",
    "LimitsSpec",
    "Measurement",
    "Outcome",
    "ProtocolError",
    "Report",
    "Role",
    "StageProgress",
    "StageRecord",
    "from_wire",
    "to_wire",
]
