"""What an operator may say to a runner, by argument or by environment variable."""

import argparse
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graders.runner.errors import SetupError

SANDBOXES = ("auto", "docker", "process")
MAX_WAIT_S = 25.0


@dataclass(frozen=True)
class Config:
    """One runner's settings; ``broker`` empty means: wait on the claim itself."""

    portal: str
    token: str = field(repr=False)
    work: Path
    name: str
    sandbox: str = "auto"
    broker: str = field(default="", repr=False)  # may carry a password
    pools: tuple[str, ...] = ("cpu",)
    is_once: bool = False
    wait_s: float = MAX_WAIT_S
    poll_s: float = 60.0
    grace_s: float = 30.0
    cache_mib: int = 10_240


def read_config(argv: Sequence[str], environ: Mapping[str, str]) -> Config:
    """Arguments win over the environment; raise SetupError naming what is missing."""
    found = _parser(environ).parse_args(argv)
    if not found.portal.startswith(("http://", "https://")):
        raise SetupError("--portal (ASSAY_PORTAL_URL) must be an http(s) address.")
    if not found.work:
        raise SetupError("--work (ASSAY_RUNNER_WORK) must name a folder.")
    if found.grace < 0 or found.poll <= 0 or found.cache_mib < 0:
        raise SetupError("--grace, --poll and --cache-mib must not be negative.")
    pools = tuple(part.strip() for part in found.pools.split(",") if part.strip())
    if not pools:
        raise SetupError("--pools (ASSAY_RUNNER_POOLS) must name at least one pool.")
    return Config(
        portal=found.portal.rstrip("/"),
        token=_token(found.token_file, environ),
        work=Path(found.work).expanduser().resolve(),
        name=found.name,
        sandbox=found.sandbox,
        broker="" if found.wait or found.once else found.broker,
        pools=pools,
        is_once=found.once,
        poll_s=found.poll,
        grace_s=found.grace,
        cache_mib=found.cache_mib,
    )


def _parser(environ: Mapping[str, str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m graders.runner",
        description="Claim grading jobs from the portal, run them here, report.",
    )
    env = environ.get
    add = parser.add_argument
    add("--portal", default=env("ASSAY_PORTAL_URL", ""), help="address of the portal")
    add(
        "--token-file",
        default=env("ASSAY_RUNNER_TOKEN_FILE", ""),
        help="file with the runner's token (or set ASSAY_RUNNER_TOKEN)",
    )
    add("--work", default=env("ASSAY_RUNNER_WORK", ""), help="folder for jobs, cache")
    add("--name", default=env("ASSAY_RUNNER_NAME", "") or socket.gethostname())
    add(
        "--sandbox",
        choices=SANDBOXES,
        default=_choice(env("ASSAY_RUNNER_SANDBOX", ""), SANDBOXES),
    )
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument(
        "--broker",
        default=env("ASSAY_BROKER_URL", ""),
        help="listen for tickets here; without it, wait on the claim",
    )
    mode.add_argument(
        "--wait", action="store_true", help="wait on the claim, whatever is set"
    )
    add("--pools", default=env("ASSAY_RUNNER_POOLS", "") or "cpu", help="cpu,gpu")
    add("--once", action="store_true", help="do what waits now, then exit")
    add("--poll", type=float, default=_number(environ, "ASSAY_RUNNER_POLL_S", 60))
    add("--grace", type=float, default=_number(environ, "ASSAY_RUNNER_GRACE_S", 30))
    add(
        "--cache-mib",
        type=int,
        default=int(_number(environ, "ASSAY_RUNNER_CACHE_MIB", 10_240)),
    )
    return parser


def _choice(raw: str, allowed: Sequence[str]) -> str:
    if raw and raw not in allowed:
        raise SetupError(
            f"ASSAY_RUNNER_SANDBOX is {raw!r}; allowed: {', '.join(allowed)}."
        )
    return raw or allowed[0]


def _number(environ: Mapping[str, str], key: str, default: float) -> float:
    raw = environ.get(key, "") or str(default)
    try:
        return float(raw)
    except ValueError:
        raise SetupError(f"{key} must be a number, not {raw!r}.") from None


def _token(path: str, environ: Mapping[str, str]) -> str:
    token = environ.get("ASSAY_RUNNER_TOKEN", "")
    if path:
        try:
            token = Path(path).read_text(encoding="utf-8")
        except OSError as error:
            raise SetupError(
                f"Cannot read the token file {path}: {error.strerror}."
            ) from error
    token = token.strip()
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise SetupError(
            "The runner's token is missing or malformed; put it in a file and pass"
            " --token-file (ASSAY_RUNNER_TOKEN_FILE), or set ASSAY_RUNNER_TOKEN."
        )
    return token
