"""Moves one pod on by one second, as the kubelet of its node would."""

from .asking import HOW, unanswered, understand
from .network import unmet
from .probing import verdict
from .starting import (
    CannotStartError,
    is_out_of_memory,
    missing_volume,
    place_for,
    prepare,
    words_of,
)
from .world import Pod, Run, World

BACK_OFF_S = 10
LONGEST_BACK_OFF_S = 300
RETRY_S = 5


def tick(world: World, pod: Pod) -> None:
    """One second in the life of a pod."""
    if not pod.node:
        pod.node, pod.reason = place_for(world, pod)
        if not pod.node:
            return
    pod.reason = missing_volume(world, pod)
    if pod.reason:
        return
    for run in pod.inits:
        if run.state != "done":
            _tick_init(world, pod, run)
            return
    for run in pod.mains:
        _tick_main(world, pod, run)


def _tick_init(world: World, pod: Pod, run: Run) -> None:
    if world.now < run.retry_at or not _is_prepared(world, pod, run):
        return
    if run.state == "waiting":
        run.state, run.since = "running", world.now
        return
    asked = understand(words_of(run), run.environment, pod.namespace)
    if asked.strange:
        run.reason = f"the simulator does not know what {asked.strange} does. {HOW}"
        return
    run.reason = unanswered(world, pod, asked.questions)
    if not run.reason:
        run.state = "done"
        world.note(f"{pod.name}/{run.container.name}", "done")
    elif not asked.is_loop:
        _crash(world, pod, run, run.reason)


def _is_prepared(world: World, pod: Pod, run: Run) -> bool:
    try:
        prepare(world, pod, run)
    except CannotStartError as error:
        run.reason, run.retry_at = str(error), world.now + RETRY_S
        world.note(f"{pod.name}/{run.container.name}", run.reason)
        return False
    return True


def _tick_main(world: World, pod: Pod, run: Run) -> None:
    if run.state == "waiting":
        if world.now < run.retry_at or not _is_prepared(world, pod, run):
            return
        run.state, run.since, run.reason = "running", world.now, ""
        run.failures, run.successes = {}, {}
    if why := _dies(world, pod, run):
        _crash(world, pod, run, why)
        return
    _probe(world, pod, run)


def _dies(world: World, pod: Pod, run: Run) -> str:
    program = run.program
    if program is None or not run.is_up(world.now):
        return ""
    if is_out_of_memory(run):
        return f"OOMKilled: it needs {program.memory_mib} MiB"
    if program.exits_without and not run.is_started:
        return next(unmet(world, pod, run), "")
    return ""


def _probe(world: World, pod: Pod, run: Run) -> None:
    if not run.is_started:
        result = verdict(world, pod, run, "startupProbe")
        if result == "failed":
            _crash(world, pod, run, run.reason)
        if result != "ok":
            return
        run.is_started = True
    if verdict(world, pod, run, "livenessProbe") == "failed":
        _crash(world, pod, run, run.reason)
        return
    readiness = verdict(world, pod, run, "readinessProbe")
    if readiness == "ok":
        if not run.is_ready:
            world.note(f"{pod.name}/{run.container.name}", "ready")
        run.is_ready, run.reason = True, ""
    elif readiness == "failed":
        run.is_ready = False


def _crash(world: World, pod: Pod, run: Run, why: str) -> None:
    """The container ends; the next try waits twice as long as the last."""
    wait = min(LONGEST_BACK_OFF_S, BACK_OFF_S * 2 ** min(run.restarts, 5))
    run.restarts += 1
    run.state, run.retry_at = "waiting", world.now + wait
    run.is_started = run.is_ready = False
    run.reason = why if "BackOff" in why else f"restarted {run.restarts} times: {why}"
    world.note(f"{pod.name}/{run.container.name}", f"ended: {why}")


def restart(world: World, pod: Pod) -> None:
    """All of a pod's containers end, as when its machine loses power."""
    for run in pod.mains:
        run.state, run.retry_at = "waiting", world.now + 1
        run.is_started = run.is_ready = False
