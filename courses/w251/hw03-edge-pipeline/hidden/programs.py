"""What the components of the pipeline do, as the assignment's page promises."""

from container.programs import Program

CLOUD = "cloud.example:1883"
PORT = "1883"


def address(environment, prefix):
    """``host:port`` from PREFIX_HOST and PREFIX_PORT."""
    host = environment.get(f"{prefix}_HOST", "localhost")
    return f"{host}:{environment.get(f'{prefix}_PORT', PORT)}"


def store_address(environment):
    """``host:port`` from STORE_URL."""
    return environment.get("STORE_URL", "").partition("://")[2].strip("/") or "localhost:9000"


BROKER = Program("mosquitto", ("eclipse-mosquitto",), (1883,), memory_mib=16, is_root=False)
DETECTOR = Program(
    "detector", ("*detector",), memory_mib=96, exits_without=True,
    needs=lambda said: [address(said, "BROKER")],
)
FORWARDER = Program(
    "forwarder", ("*forwarder",), memory_mib=24, exits_without=True,
    needs=lambda said: [address(said, "LOCAL"), address(said, "REMOTE")],
)
SAVER = Program(
    "saver", ("*saver",), memory_mib=32, exits_without=True,
    needs=lambda said: [address(said, "BROKER"), store_address(said)],
)
STORE = Program("minio", ("minio",), (9000, 9001), {"/minio/health/live": 200}, memory_mib=128)
PROGRAMS = (BROKER, DETECTOR, FORWARDER, SAVER, STORE)
