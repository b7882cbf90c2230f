"""What the parts of a training plan share: stages, files, what was trained."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from graders.families import crowding, ending, mounts
from graders.families.bench import Bench
from graders.families.ending import Ending
from graders.families.findings import Findings
from graders.families.job import Job
from graders.families.training import stages
from graders.protocol import Outcome
from graders.sandbox.stage import StageEnd


class Stop(Exception):
    """The plan ends here, for this reason."""

    def __init__(self, reason: Ending) -> None:
        super().__init__(reason.sentence)
        self.reason = reason


@dataclass(frozen=True)
class Trained:
    """One training and how it ended; ``is_finished`` unless its time ran out."""

    k: int
    seed: int
    end: StageEnd
    is_finished: bool = True
    is_crowded: bool = False

    @property
    def saved_at_s(self) -> int:
        """About how many seconds into it the model was saved for the last time."""
        age = self.end.ages.get(stages.MODEL, 0.0)
        return round(max(0.0, self.end.seconds - age))


@dataclass
class Desk:
    """The job's files lie here; those between stages are the runner's own copies."""

    bench: Bench
    findings: Findings
    code: Path
    answers: Path
    trained: list[Trained] = field(default_factory=list)
    notes: dict[int, str] = field(default_factory=dict)  # why there is no prediction
    predict_cpu: dict[int, float] = field(default_factory=dict)

    @property
    def job(self) -> Job:
        """The job."""
        return self.bench.job

    @property
    def count(self) -> int:
        """How many trainings there are."""
        return len(self.job.lease.seeds)

    def model(self, k: int, use: str) -> Path:
        """A folder with one model and nothing else of the training's."""
        folder = mounts.make_folder(self.job.work, f"model-{use}-{k}")
        shutil.copyfile(self.answers / str(k) / stages.MODEL, folder / stages.MODEL)
        (folder / stages.MODEL).chmod(0o644)
        return folder

    def open_answers(self) -> None:
        """Let the judge, who is another user, read what was collected."""
        for path in self.answers.rglob("*.npz"):
            path.chmod(0o644)

    def stop_if_killed(self, end: StageEnd, what: str) -> None:
        """Raise Stop where a student's stage did not end by itself."""
        limits = stages.student_limits(self.job)
        crowded = crowding.is_crowded()
        if found := crowding.starved(end, what, crowded=crowded):
            raise Stop(found)
        if found := ending.killed(end, what, limits):
            raise Stop(found)

    def stop_if_bad(self, name: str, end: StageEnd, what: str, wanted: str) -> None:
        """Raise Stop unless a student's stage ended well and left ``wanted``."""
        if self.bench.is_cancelled:
            raise Stop(ending.CANCELLED)
        self.stop_if_killed(end, what)
        if end.exit_code != 0:
            last = self.bench.last_line(name)
            said = f": {last}" if last else "."
            sentence = f"{what} ended with exit code {end.exit_code}{said}"
            hint = "The log of this stage has the whole story."
            raise Stop(Ending(Outcome.UNGRADABLE, sentence, hint))
        if wanted not in end.collected:
            why = end.refused.get(wanted, "it is missing.")
            sentence = f"{what} left no {wanted} that can be used: {why}"
            hint = f"Save {wanted} in the folder that --out names, as a plain file."
            raise Stop(Ending(Outcome.UNGRADABLE, sentence, hint))
