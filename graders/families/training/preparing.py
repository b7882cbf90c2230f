"""The judge's first stage: hidden inputs, and what trainings may practise on."""

from __future__ import annotations

import shutil
from pathlib import Path

from graders.families import ending, mounts
from graders.families.ending import Ending
from graders.families.findings import Findings
from graders.families.job import Job
from graders.families.training import stages
from graders.families.training.desk import Desk, Stop
from graders.families.training.steps import PREPARE
from graders.protocol import Outcome
from graders.protocol.orders import Orders, TrainedRun
from graders.sandbox.stage import StageEnd


class Preparing:
    """Runs beside the first training, or before it where that needs what it draws."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._said = Findings()
        self._end: StageEnd | None = None

    def start(self) -> None:
        """Let the judge begin."""
        job = self._desk.job
        wanted = self._wanted()
        runs = tuple(
            TrainedRun(seed, str(k), 0.0, 0.0)
            for k, seed in enumerate(job.lease.seeds, 1)
        )
        orders = Orders((), hidden_seed=job.lease.hidden_seed, runs=runs)
        folder = mounts.write_orders(job.work, "prepare-orders", orders)
        spec = stages.prepare(job, self._desk.code, folder, wanted)
        self._desk.bench.start(spec, stdout=self._said.write)

    def _wanted(self) -> tuple[str, ...]:
        job = self._desk.job
        inputs = (stages.INPUTS,) if stages.answers(job) == "predict" else ()
        if not stages.option(job, "practice"):
            return inputs
        numbers = range(1, self._desk.count + 1)
        return (*inputs, *(stages.practice_name(k) for k in numbers))

    def file(self, name: str) -> Path:
        """What the judge drew; wait for it, or Stop where the judge is broken."""
        if self._end is None:
            self._end = self._desk.bench.finish(PREPARE.name)
        if broken := ending.broken_judge(self._end, self._said):
            raise Stop(broken)
        if name not in self._end.collected:
            note = f"{name}: {self._end.refused.get(name, '')}"
            broken = Ending(Outcome.LAB_BROKEN, ending.BROKEN, staff_note=note)
            raise Stop(broken)
        path = self._end.collected[name]
        path.chmod(0o644)
        return path

    def data_for(self, k: int) -> Path:
        """The folder that training ``k`` gets: public data, and its own practice."""
        job = self._desk.job
        if not stages.option(job, "practice"):
            return job.public
        drawn = self.file(stages.practice_name(k))
        self._desk.bench.keep(drawn.name, drawn)  # to train again at home with the same
        return data_with(job, k, drawn)


def data_with(job: Job, k: int, drawn: Path) -> Path:
    """The public data, and ``drawn`` among it as what training ``k`` practises on."""
    folder = mounts.make_folder(job.work, f"data-{k}")
    shutil.copytree(job.public, folder, dirs_exist_ok=True)
    folder.chmod(0o755)
    shutil.copyfile(drawn, folder / stages.PRACTICE)
    (folder / stages.PRACTICE).chmod(0o644)
    return folder
