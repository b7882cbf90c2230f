"""The judge's last stage: it reads copies, or plays with every agent, and scores."""

from __future__ import annotations

from pathlib import Path

from graders.families import crowding, ending, mounts
from graders.families.ending import Ending
from graders.families.training import stages
from graders.families.training.desk import Desk, Stop
from graders.families.training.learning import trained_runs
from graders.families.training.steps import SCORE
from graders.protocol import Outcome
from graders.protocol.orders import Orders, Phase
from graders.sandbox.stage import Cause, StageEnd

OWN_CAUSE_S = 3.0


def score(desk: Desk) -> None:
    """Let the judge score what was saved and predicted."""
    folder = _orders(desk, ())
    spec = stages.score(desk.job, desk.code, folder, desk.answers)
    desk.bench.start(spec, stdout=desk.findings.write)
    end = desk.bench.finish(SCORE.name)
    if broken := ending.broken_judge(end, desk.findings):
        raise Stop(broken)


def play(desk: Desk) -> None:
    """Start every agent and the judge side by side: whoever is late is waited for."""
    job = desk.job
    seconds = job.lease.limits.seconds
    names = [f"act-{k}" for k in range(1, desk.count + 1)]
    phases = tuple(Phase(name, is_hidden=True, seconds=seconds) for name in names)
    channel = mounts.make_folder(job.work, "channel")
    code = stages.student_code(job)
    for k, name in enumerate(names, 1):
        own = mounts.make_folder(channel, name)
        own.chmod(0o777)  # the judge, another user, makes its socket there
        model = desk.model(k, "act")
        spec = stages.act(job, name, model, code=code, channel=own, count=desk.count)
        desk.bench.start(spec)
    folder = _orders(desk, phases)
    judge = stages.play(job, desk.code, folder, desk.answers, channel=channel)
    desk.bench.start(judge, stdout=desk.findings.write)
    end = desk.bench.finish(SCORE.name)
    ends = {name: _end(desk, name) for name in names}
    _stop_if_bad(desk, end, ends)


def _orders(desk: Desk, phases: tuple[Phase, ...]) -> Path:
    lease = desk.job.lease
    orders = Orders(
        lease.checks,
        hidden_seed=lease.hidden_seed,
        phases=phases,
        runs=trained_runs(desk),
        source_bytes=desk.job.source_bytes(),
        options=lease.options,
    )
    desk.open_answers()
    return mounts.write_orders(desk.job.work, "score-orders", orders)


def _end(desk: Desk, name: str) -> StageEnd:
    """The judge is done: so is the agent, whatever it still does."""
    state = desk.findings.phases.get(name, "")
    if state.endswith("gone"):
        desk.bench.wait_a_little(name, OWN_CAUSE_S)
    desk.bench.kill(name)
    told = Cause.TIMEOUT if state.endswith("timeout") else None
    return desk.bench.finish(name, told=told)


def _stop_if_bad(desk: Desk, judge: StageEnd, ends: dict[str, StageEnd]) -> None:
    if desk.bench.is_cancelled:
        raise Stop(ending.CANCELLED)
    if broken := ending.broken_judge(judge, desk.findings):
        raise Stop(broken)
    if desk.findings.ungradable:
        sentence, hint = desk.findings.ungradable
        raise Stop(Ending(Outcome.UNGRADABLE, sentence, hint))
    limits, crowded = stages.student_limits(desk.job), crowding.is_crowded()
    for name, end in ends.items():
        what = f"agent.py (model {name.rpartition('-')[2]})"
        busy_s = desk.findings.asked_s.get(name) or limits.seconds
        if found := crowding.starved(end, what, crowded=crowded, busy_s=busy_s):
            raise Stop(found)
        if found := ending.killed(end, what, limits):
            raise Stop(found)
        if found := _unloaded(desk.findings.phases.get(name, "")):
            raise Stop(found)


def _unloaded(state: str) -> Ending | None:
    if state == "load_absent":
        note = "The agent's container never connected: look at the image."
        return Ending(Outcome.LAB_BROKEN, ending.BROKEN, staff_note=note)
    if state.startswith("load_"):
        return Ending(
            Outcome.UNGRADABLE,
            "agent.py ended while it was imported.",
            "Put what runs at once under `if __name__ == '__main__':`.",
        )
    return None
