"""Trains once a seed, predicts in fresh containers, lets the judge score the rest."""

from __future__ import annotations

import shutil
from pathlib import Path

from graders.families import ending, mounts
from graders.families.bench import Bench, Step
from graders.families.ending import Ending
from graders.families.findings import Findings
from graders.families.job import Feed, Job
from graders.families.training import stages
from graders.protocol import Outcome, Report
from graders.protocol.orders import Orders, TrainedRun
from graders.sandbox.stage import Sandbox, Side, StageEnd

PREPARE = Step("prepare", "The judge draws hidden inputs", Side.JUDGE)
REHEARSE = Step("rehearse", "Predict the public example", Side.STUDENT, is_public=True)
SCORE = Step("score", "The judge scores the predictions", Side.JUDGE)


class Stop(Exception):
    """The plan ends here, for this reason."""

    def __init__(self, reason: Ending) -> None:
        super().__init__(reason.sentence)
        self.reason = reason


def grade(job: Job, *, sandbox: Sandbox, feed: Feed) -> Report:
    """Train, predict, score; stop at the first stage that makes the rest pointless."""
    findings = Findings()
    with Bench(job, sandbox=sandbox, feed=feed, steps=_steps(job)) as bench:
        plan = _Plan(bench, feed, findings)
        try:
            plan.run()
            reason = ending.GRADED
        except Stop as stop:
            reason = stop.reason
        if bench.is_cancelled:
            reason = ending.CANCELLED
        return ending.report(
            bench,
            reason,
            sandbox=sandbox,
            findings=findings,
        )


def _steps(job: Job) -> list[Step]:
    count = len(job.lease.seeds)
    numbers = range(1, count + 1)
    trains = [
        Step(f"train-{k}", f"Training {k} of {count}", Side.STUDENT, is_public=True)
        for k in numbers
    ]
    predicts = [
        Step(f"predict-{k}", f"Predict hidden inputs, model {k}", Side.STUDENT)
        for k in numbers
    ]
    rehearse = [REHEARSE] if (job.public / stages.EXAMPLE).is_file() else []
    return [PREPARE, *trains, *rehearse, *predicts, SCORE]


class _Plan:
    """The stages in their order; files between them are the runner's own copies."""

    def __init__(self, bench: Bench, feed: Feed, findings: Findings) -> None:
        self._bench = bench
        self._job = bench.job
        self._feed = feed
        self._findings = findings
        self._prepared = Findings()
        self._trained: list[StageEnd] = []
        self._notes: dict[int, str] = {}

    def run(self) -> None:
        """Raise Stop where it ends early."""
        if missing := self._job.missing_files():
            raise Stop(ending.missing_files(missing))
        code = mounts.copy_code(self._job.work, "judge-code", mounts.JUDGE_CODE)
        self._code = code
        self._answers = mounts.make_folder(self._job.work, "answers")
        self._prepare()
        for k, seed in enumerate(self._job.lease.seeds, 1):
            self._train(k, seed)
        inputs = self._inputs()
        self._rehearse()
        self._predict(inputs)
        self._score()

    def _prepare(self) -> None:
        lease = self._job.lease
        orders = Orders((), hidden_seed=lease.hidden_seed)
        folder = mounts.write_orders(self._job.work, "prepare-orders", orders)
        self._bench.start(
            stages.prepare(self._job, self._code, folder), stdout=self._prepared.write
        )

    def _inputs(self) -> Path:
        end = self._bench.finish(PREPARE.name)
        if broken := ending.broken_judge(end, self._prepared):
            raise Stop(broken)
        if stages.INPUTS not in end.collected:
            note = end.refused.get(stages.INPUTS, "")
            broken = Ending(Outcome.LAB_BROKEN, ending.BROKEN, staff_note=note)
            raise Stop(broken)
        return end.collected[stages.INPUTS]

    def _train(self, k: int, seed: int) -> None:
        name = f"train-{k}"
        what = f"train.py (training {k} of {len(self._job.lease.seeds)})"
        self._bench.start(stages.train(self._job, name, seed))
        end = self._bench.finish(name)
        self._stop_if_bad(name, end, what, stages.MODEL)
        self._trained.append(end)
        kept = mounts.make_folder(self._answers, str(k))
        shutil.copyfile(end.collected[stages.MODEL], kept / stages.MODEL)
        if stages.METRICS in end.collected:
            metrics = end.collected[stages.METRICS]
            self._feed.artifact(f"metrics-{k}.jsonl", metrics, True)

    def _rehearse(self) -> None:
        """A public run first, so that a predict.py that fails can be read about."""
        example = self._job.public / stages.EXAMPLE
        if not example.is_file():
            return
        model = self._model(1, "rehearse")
        self._bench.start(stages.predict(self._job, REHEARSE.name, model, example))
        end = self._bench.finish(REHEARSE.name)
        what = "predict.py (on the public example)"
        self._stop_if_bad(REHEARSE.name, end, what, stages.PREDICTIONS)

    def _stop_if_bad(self, name: str, end: StageEnd, what: str, wanted: str) -> None:
        if self._bench.is_cancelled:
            raise Stop(ending.CANCELLED)
        limits = stages.student_limits(self._job)
        if found := ending.killed(end, what, limits):
            raise Stop(found)
        if end.exit_code != 0:
            last = self._bench.last_line(name)
            said = f": {last}" if last else "."
            sentence = f"{what} ended with exit code {end.exit_code}{said}"
            hint = "The log of this stage has the whole story."
            raise Stop(Ending(Outcome.UNGRADABLE, sentence, hint))
        if wanted not in end.collected:
            why = end.refused.get(wanted, "it is missing.")
            sentence = f"{what} left no {wanted} that can be used: {why}"
            raise Stop(Ending(Outcome.UNGRADABLE, sentence))

    def _model(self, k: int, use: str) -> Path:
        """A folder with one model and nothing else of the training's."""
        folder = mounts.make_folder(self._job.work, f"model-{use}-{k}")
        shutil.copyfile(self._answers / str(k) / stages.MODEL, folder / stages.MODEL)
        (folder / stages.MODEL).chmod(0o644)
        return folder

    def _predict(self, inputs: Path) -> None:
        """All models side by side, after the last public stage."""
        numbers = range(1, len(self._job.lease.seeds) + 1)
        inputs.chmod(0o644)
        for k in numbers:
            model = self._model(k, "predict")
            self._bench.start(stages.predict(self._job, f"predict-{k}", model, inputs))
        ends = {k: self._bench.finish(f"predict-{k}") for k in numbers}
        for k, end in ends.items():
            self._keep_predictions(k, end)

    def _keep_predictions(self, k: int, end: StageEnd) -> None:
        limits = stages.student_limits(self._job)
        if found := ending.killed(end, f"predict.py (model {k})", limits):
            raise Stop(found)
        made = end.collected.get(stages.PREDICTIONS)
        if end.exit_code == 0 and made is not None:
            shutil.copyfile(made, self._answers / str(k) / stages.PREDICTIONS)
        elif end.exit_code != 0:
            self._notes[k] = "predict.py ended with an error."
        else:
            self._notes[k] = "predict.py did not write it as a plain file."

    def _score(self) -> None:
        lease = self._job.lease
        runs = tuple(
            TrainedRun(
                seed=seed,
                folder=str(k),
                train_seconds=end.seconds,
                train_cpu_seconds=end.cpu_seconds or 0.0,
                predict_note=self._notes.get(k, ""),
            )
            for k, (seed, end) in enumerate(
                zip(lease.seeds, self._trained, strict=True), 1
            )
        )
        orders = Orders(
            lease.checks,
            hidden_seed=lease.hidden_seed,
            runs=runs,
            source_bytes=self._job.source_bytes(),
            options=lease.options,
        )
        for path in self._answers.rglob("*.npz"):
            path.chmod(0o644)
        folder = mounts.write_orders(self._job.work, "score-orders", orders)
        spec = stages.score(self._job, self._code, folder, self._answers)
        self._bench.start(spec, stdout=self._findings.write)
        end = self._bench.finish(SCORE.name)
        if broken := ending.broken_judge(end, self._findings):
            raise Stop(broken)
