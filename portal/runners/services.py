"""Every write to runners: enrolling, tokens, what ops order, being seen."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from graders.protocol import Claim
from portal.accounts.models import User
from portal.audit import services as audit
from portal.courses.models import Course
from portal.lib.errors import ConflictError, InvalidError
from portal.lib.tokens import new_token
from portal.runners.models import Pool, Runner, RunnerState

TOKEN_KIND = "run"  # noqa: S105 - a prefix, not a password
LONGEST_LABEL = 64
MOST_LABELS = 64


def enroll_runner(
    name: str,
    *,
    pools: Iterable[str],
    courses: Iterable[Course] = (),
    all_courses: bool = False,
    actor: User | None,
    now: datetime,
) -> tuple[Runner, str]:
    """Let a machine work for us; its token is returned here and never again."""
    token = new_token(TOKEN_KIND)
    try:
        with transaction.atomic():
            runner = Runner.objects.create(
                name=name,
                token_digest=token.digest,
                token_prefix=token.prefix,
                serves_all_courses=all_courses,
                enrolled_at=now,
            )
            _assign(runner, pools, courses)
            audit.record(
                "runner.enrolled", runner, actor=actor, now=now, pools=sorted(pools)
            )
    except IntegrityError as error:
        raise ConflictError(f"There is a runner named {name} already.") from error
    return runner, token.plaintext


@transaction.atomic
def rotate_token(runner: Runner, *, actor: User | None, now: datetime) -> str:
    """Give the runner a new token; the old one stops working at once."""
    token = new_token(TOKEN_KIND)
    runner.token_digest, runner.token_prefix = token.digest, token.prefix
    runner.save(update_fields=["token_digest", "token_prefix"])
    audit.record("runner.token_rotated", runner, actor=actor, now=now)
    return token.plaintext


def drain(runner: Runner, *, actor: User | None, now: datetime) -> None:
    """Let the runner finish what it has, and claim nothing more."""
    _order(runner, RunnerState.DRAINING, "runner.drained", actor=actor, now=now)


def quarantine(runner: Runner, *, actor: User | None, now: datetime) -> None:
    """Refuse the runner's token; the next sweep gives its jobs to others."""
    _order(runner, RunnerState.QUARANTINED, "runner.quarantined", actor=actor, now=now)


def resume(runner: Runner, *, actor: User | None, now: datetime) -> None:
    """Let the runner claim again."""
    _order(runner, RunnerState.ACTIVE, "runner.resumed", actor=actor, now=now)


@transaction.atomic
def assign(
    runner: Runner,
    *,
    pools: Iterable[str],
    courses: Iterable[Course] = (),
    all_courses: bool = False,
    actor: User | None,
    now: datetime,
) -> None:
    """Say anew which pools and courses the runner may serve."""
    runner.serves_all_courses = all_courses
    runner.save(update_fields=["serves_all_courses"])
    _assign(runner, pools, courses)
    audit.record("runner.assigned", runner, actor=actor, now=now, pools=sorted(pools))


def record_seen(runner: Runner, claim: Claim | None = None, *, now: datetime) -> None:
    """Note that the runner spoke, with what it said it is; no audit line for that."""
    seen: dict[str, Any] = {"last_seen_at": now}
    if claim is not None:
        seen["labels"] = _short(claim.labels)
        seen["sandbox"] = claim.sandbox[:16]
        seen["environment"] = _short_items(claim.environment)
    Runner.objects.filter(pk=runner.pk).update(**seen)


def _order(
    runner: Runner, state: RunnerState, verb: str, *, actor: User | None, now: datetime
) -> None:
    with transaction.atomic():
        changed = (
            Runner.objects.filter(pk=runner.pk).exclude(state=state).update(state=state)
        )
        if changed:
            audit.record(verb, runner, actor=actor, now=now)
    runner.state = state


def _assign(runner: Runner, pools: Iterable[str], courses: Iterable[Course]) -> None:
    names = sorted(set(pools))
    if not names:
        raise InvalidError("A runner serves at least one pool.")
    found = [Pool.objects.get_or_create(name=name)[0] for name in names]
    runner.pools.set(found)
    runner.courses.set(courses)


def _short(labels: Iterable[str]) -> list[str]:
    return sorted({label[:LONGEST_LABEL] for label in labels})[:MOST_LABELS]


def _short_items(environment: Mapping[str, str]) -> dict[str, str]:
    items = sorted(environment.items())[:MOST_LABELS]
    return {key[:LONGEST_LABEL]: value[:200] for key, value in items}
