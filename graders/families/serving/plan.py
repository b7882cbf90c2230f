"""Starts a server twice: for its contract in public, then fresh and under load."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graders.families import crowding, ending, mounts
from graders.families.bench import Bench
from graders.families.ending import Ending
from graders.families.findings import Findings
from graders.families.job import Feed, Job
from graders.families.serving import stages
from graders.families.serving.stages import JUDGE, LOAD, PUBLIC, Act
from graders.protocol import CheckResult, CheckSpec, Measurement, Outcome, Report
from graders.protocol.orders import Orders, Phase
from graders.sandbox.stage import Cause, Sandbox, StageEnd

# The judge's clock is the one that counts; the containers' own is only a last resort.
SPARE_S = 300.0
LOCK_S = 960.0  # another timed stage may have the cores until then
OWN_CAUSE_S = 3.0
PEAK_MEMORY = "peak_memory_mib"  # a measure that the family itself takes
NO_CONTAINERS = "This machine cannot grade servers: that needs containers."


def grade(job: Job, *, sandbox: Sandbox, feed: Feed) -> Report:
    """Contract and load; stop where the server is not ready."""
    if not sandbox.joins_networks:
        return refusal(job, sandbox)
    steps = [
        *PUBLIC.steps(has_redis=stages.has_redis(job)),
        *LOAD.steps(has_redis=stages.has_redis(job)),
        JUDGE,
    ]
    with Bench(job, sandbox=sandbox, feed=feed, steps=steps) as bench:
        if missing := job.missing_files():
            return ending.report(bench, ending.missing_files(missing), sandbox=sandbox)
        play = _Play(bench)
        reason = play.run()
        return ending.report(bench, reason, sandbox=sandbox, findings=play.findings)


def refusal(job: Job, sandbox: Sandbox) -> Report:
    """Where stages cannot share a network, no server can be asked."""
    return Report(
        lease_id=job.lease.id,
        attempt=job.lease.attempt,
        outcome=Outcome.RUNNER_FAILED,
        sentence=NO_CONTAINERS,
        staff_note="The family serving needs containers: start a Docker engine, and "
        "the runner with the docker sandbox.",
        sandbox=sandbox.name,
    )


class _Play:
    """Two acts with their own network each; the judge says when the second begins."""

    def __init__(self, bench: Bench) -> None:
        self._bench, self._job = bench, bench.job
        self._limit_s = self._job.lease.limits.seconds + SPARE_S
        self._ends: dict[str, StageEnd] = {}
        self._tools: dict[str, StageEnd] = {}
        self._cores_s = 0.0  # how long the server's cores worked, until it began
        self.findings = Findings(self._on_phase)

    def run(self) -> Ending:
        """Start all that does not disturb; then the judge leads."""
        work = self._job.work
        self._code = mounts.copy_code(work, "student-code", ("harness",))
        channel = mounts.make_folder(work, "channel")
        load_code = mounts.copy_code(work, "load-code", mounts.LOAD_CODE)
        longest = 2 * self._limit_s + LOCK_S
        for act in (PUBLIC, LOAD):
            own = mounts.make_folder(channel, act.name)
            own.chmod(0o777)  # the judge, another user, makes its socket there
            spec = stages.asking(self._job, act.asking, own, load_code, longest)
            self._bench.start(spec)
            if stages.has_redis(self._job):
                network = self._bench.running(act.asking.name)
                self._bench.start(stages.redis(act.redis, network, longest))
        self._start_server(PUBLIC)
        judge_code = mounts.copy_code(work, "judge-code", mounts.JUDGE_CODE)
        orders = mounts.write_orders(work, "orders", self._orders())
        files, _ = mounts.copy_files(work, self._job.submission)
        self._bench.start(
            stages.judge(
                self._job, orders, judge_code, channel, files, longest + SPARE_S
            ),
            stdout=self.findings.write,
        )
        judge_end = self._bench.finish(JUDGE.name)
        for act in (PUBLIC, LOAD):
            self._end(act)
        self._measure_memory()
        return self._ending(judge_end)

    def _orders(self) -> Orders:
        lease = self._job.lease
        seconds = lease.limits.seconds
        return Orders(
            tuple(check for check in lease.checks if check.measure != PEAK_MEMORY),
            hidden_seed=lease.hidden_seed,
            phases=(
                Phase(PUBLIC.name, False, seconds),
                Phase(LOAD.name, True, seconds),
            ),
            options=lease.options,
        )

    def _start_server(self, act: Act) -> None:
        network = self._bench.running(act.asking.name)
        limit_s = self._limit_s
        spec = stages.server(self._job, act.server, network, self._code, limit_s)
        self._bench.start(spec)
        self._cores_s = crowding.core_seconds(stages.server_cores(self._job))

    def _on_phase(self, name: str, state: str) -> None:
        """The judge is through with the public checks: now a fresh server, alone."""
        is_over = name == PUBLIC.name and state in ("done", "gone", "timeout")
        if is_over and PUBLIC.name not in self._ends and not self._bench.is_cancelled:
            self._end(PUBLIC)
            self._start_server(LOAD)

    def _end(self, act: Act) -> None:
        """The judge is done with this act: so is everything in it."""
        if act.name in self._ends:
            return
        state = self.findings.phases.get(act.name, "")
        if state.endswith(("gone", "ended")):
            self._bench.wait_a_little(act.server.name, OWN_CAUSE_S)
        self._cores_s = (
            crowding.core_seconds(stages.server_cores(self._job)) - self._cores_s
        )
        tools = [step.name for step in act.steps(has_redis=stages.has_redis(self._job))]
        for name in tools:
            self._bench.kill(name)
        told = Cause.TIMEOUT if state.endswith("timeout") else None
        for name in tools:
            is_server = name == act.server.name
            if not is_server or self._bench.is_started(name):
                end = self._bench.finish(name, told=told if is_server else None)
                (self._ends if is_server else self._tools)[name] = end

    def _measure_memory(self) -> None:
        """What the server needed under load is the sandbox's to say."""
        end = self._ends.get(LOAD.name)
        if end is None or end.peak_memory_mib is None:
            return
        peak = end.peak_memory_mib
        self.findings.measurements.append(
            Measurement(PEAK_MEMORY, peak, unit="MiB", repeats=(peak,))
        )
        for check in _of_memory(self._job.lease.checks):
            self.findings.checks[check.name] = CheckResult(check.name, True, peak)

    def _ending(self, judge: StageEnd) -> Ending:
        if self._bench.is_cancelled:
            return ending.CANCELLED
        if broken := ending.broken_judge(judge, self.findings):
            return broken
        if crowded := self._crowded():
            return crowded
        limits = stages.server_limits(self._job)
        limits = replace(limits, seconds=self._job.lease.limits.seconds)
        for end in self._ends.values():
            if found := ending.killed(end, "Your server", limits):
                return found
        if self.findings.ungradable:
            sentence, hint = self.findings.ungradable
            return Ending(Outcome.UNGRADABLE, self._with_last_words(sentence), hint)
        return ending.GRADED

    def _crowded(self) -> Ending | None:
        """Had the server under load its cores to itself?"""
        end, redis = self._ends.get(LOAD.name), self._tools.get(LOAD.redis.name)
        if end is None:
            return None
        own_s = redis.cpu_seconds or 0.0 if redis else 0.0
        return crowding.held_up(end, "The server", cores_s=self._cores_s, own_s=own_s)

    def _with_last_words(self, sentence: str) -> str:
        """Add how the public server ended, where it ended by itself."""
        end = self._ends.get(PUBLIC.name)
        if end is None or end.cause is not Cause.EXITED or LOAD.name in self._ends:
            return sentence
        last = self._bench.last_line(PUBLIC.name)
        said = f": {last}" if last else "."
        return f"{sentence} It ended with exit code {end.exit_code}{said}"


def _of_memory(checks: Iterable[CheckSpec]) -> list[CheckSpec]:
    return [check for check in checks if check.measure == PEAK_MEMORY]
