"""A term in full swing: one course with every state a page can show."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from graders.protocol import (
    Claim,
    Heartbeat,
    Outcome,
    StageProgress,
)
from portal.accounts.models import User
from portal.accounts.services import issue_token
from portal.assignments.models import Assignment, VersionFile
from portal.courses.models import Course, Enrollment, Role
from portal.gradebook.models import Category
from portal.gradebook.services import enter_override, excuse
from portal.grading import services
from portal.grading.models import GradingJob
from portal.lib import store
from portal.runners.models import Runner
from portal.runners.services import drain, record_seen
from portal.submissions.models import Submission
from tests.factories.grading import (
    a_course,
    a_job,
    a_person,
    a_report,
    a_submission,
    an_assignment,
    an_enrollment,
    claim,
)
from tests.factories.homework import checks, found, record
from tests.factories.runners import a_runner

TEXT = """# Train an image classifier from scratch

Train a classifier for 8 × 8 images of digits, from random weights, inside the sandbox.
The images you are graded on went through **distortions** that you have not seen.

## The loss

Minimise the mean cross-entropy; with $z$ the logits and $y$ the label,

$$
L = -\\frac{1}{N} \\sum_{i=1}^{N} \\log \\frac{\\exp(z_{i,y_i})}{\\sum_k \\exp(z_{i,k})}
$$

| Budget | Limit |
|---|--:|
| training | 60 s |
| parameters | 1,000,000 |

```
python train.py --data starter/data --out model --seed 1
```

Your `train.py` reads the seed from the command line;
see [the starter](starter/train.py).
"""
NAMES = (
    "Lior Amsel, Nadia Aziz, Umar Bello, Jonas Berg, Felix Brandt, Tess Clarke, "
    "Ivy Costa, Yusuf Demir, Omar Diaz, Quinn Doyle, Chidi Eze, Lena Fischer, "
    "Farah Haddad, Vera Horn, Olga Ivanova, Bob Iwu, Elif Kaya, Noor Khan"
).split(", ")


@dataclass(frozen=True)
class Term:
    """The cast and the things pages are about."""

    course: Course
    alice: User
    tara: User
    omar: User
    homework: Assignment
    layers: Assignment
    later: Assignment
    submissions: dict[str, Submission]
    jobs: dict[str, GradingJob]


def a_term(now: datetime) -> Term:
    """Make it all; ``now`` is when the pages are looked at."""
    course = a_course("w251", policy=_policy())
    course.title = "Deep Learning in the Cloud and at the Edge"
    course.timezone = "America/Los_Angeles"
    course.save()
    Category.objects.create(course=course, slug="homework", title="Homework", weight=60)
    Category.objects.create(course=course, slug="project", title="Project", weight=40)
    alice = an_enrollment(course, "Alice Moreno")
    alice.user.timezone = "America/Chicago"
    alice.user.save()
    tara = an_enrollment(course, "Tara Lindqvist", Role.INSTRUCTOR)
    omar = a_person("Omar Reyes", is_ops=True)
    homework = _homework(course, now)
    layers = _plain(course, "hw06", "Layers by hand", now + timedelta(days=10))
    later = _plain(course, "hw07", "Quantise a model", now + timedelta(days=24))
    runner = a_runner("cpu-01", seen_at=now)
    scene = _Scene(runner, alice, now)
    scene.history(homework)
    scene.troubles(layers)
    _classmates(scene, course, homework, tara.user)
    scene.running(homework)
    scene.queued(layers)
    _fleet(runner, omar, now)
    issue_token(
        alice.user,
        name="assay on my laptop",
        expires_at=now + timedelta(days=90),
        actor=alice.user,
        now=now,
    )
    return Term(
        course,
        alice.user,
        tara.user,
        omar,
        homework,
        layers,
        later,
        scene.submissions,
        scene.jobs,
    )


class _Scene:
    """Hands in and grades as one student, on one runner."""

    def __init__(self, runner: Runner, alice: Enrollment, now: datetime) -> None:
        self.runner, self.alice, self.now = runner, alice, now
        self.submissions: dict[str, Submission] = {}
        self.jobs: dict[str, GradingJob] = {}

    def graded(self, name: str, assignment: Assignment, days: float, **report: Any):
        """Hand in some days ago and report; parked after three failures."""
        at = self.now - timedelta(days=days)
        self.submissions[name] = a_submission(assignment, self.alice, now=at)
        job = self.jobs[name] = a_job(self.submissions[name], now=at)
        done = at + timedelta(minutes=3)
        granted = claim(self.runner, now=at + timedelta(seconds=21))
        self.print(granted, "train-1")
        for seed in range(len(report.get("seeds", ()))):
            self.learn(granted, seed + 1, epochs=16)
        services.accept_report(granted.use, a_report(granted, **report), now=done)
        job.refresh_from_db()

    def print(self, granted: Any, stage: str) -> None:
        """Leave a log."""
        lines = "".join(
            f"seed 1  epoch {n:2}  loss {1.2 / n:.3f}  val {1 - 0.3 / n:.3f}\n"
            for n in range(1, 31)
        )
        services.append_log(
            granted.use, stage, lines.encode(), offset=0, is_public=True
        )

    def learn(self, granted: Any, seed: int, *, epochs: int) -> None:
        """Leave the figures of a training."""
        lines = "".join(
            json.dumps(
                {
                    "epoch": n,
                    "loss": round(1.2 / n + 0.02 * seed, 4),
                    "val_accuracy": round(0.97 - 0.4 / (n + 0.3 * seed), 4),
                }
            )
            + "\n"
            for n in range(1, epochs + 1)
        )
        services.append_log(
            granted.use, f"metrics-{seed}", lines.encode(), offset=0, is_public=True
        )

    def history(self, homework: Assignment) -> None:
        missing = "predict.py could not be imported: no module named 'cv2'."
        hint = "OpenCV is not in this image."
        self.graded(
            "ungradable",
            homework,
            3.5,
            outcome=Outcome.UNGRADABLE,
            sentence=missing,
            hint=hint,
            stages=(record("import", "Import", exit_code=1),),
        )
        self.graded("first", homework, 3.0, **found(0.948))
        self.graded(
            "broken",
            homework,
            2.0,
            outcome=Outcome.LAB_BROKEN,
            sentence="The judge of this homework stopped with an error of its own.",
            staff_note="IndexError: labels has 499 rows, not 500",
        )
        self.graded("best", homework, 1.0, **found(0.961))

    def troubles(self, layers: Assignment) -> None:
        self.graded(
            "timeout",
            layers,
            2.5,
            outcome=Outcome.TIMEOUT,
            sentence="Stage “forward” was stopped at its limit of 20 s.",
            hint="Look for a loop that does not end.",
            stages=(record("forward", "Forward", cause="timeout", seconds=20.0),),
        )
        at = self.now - timedelta(hours=9)
        self.submissions["parked"] = a_submission(layers, self.alice, now=at)
        job = self.jobs["parked"] = a_job(self.submissions["parked"], now=at)
        for n in range(3):
            when = at + timedelta(minutes=5 * n)
            granted = claim(self.runner, now=when)
            failed = a_report(
                granted, Outcome.RUNNER_FAILED, sentence="The disk is full."
            )
            services.accept_report(
                granted.use, failed, now=when + timedelta(seconds=30)
            )
        job.refresh_from_db()

    def running(self, homework: Assignment) -> None:
        at = self.now - timedelta(seconds=92)
        self.submissions["running"] = a_submission(homework, self.alice, now=at)
        job = self.jobs["running"] = a_job(self.submissions["running"], now=at)
        granted = claim(self.runner, now=at + timedelta(seconds=21))
        assert granted.job == job
        self.print(granted, "train-1")
        self.print(granted, "train-2")
        self.learn(granted, 1, epochs=16)
        self.learn(granted, 2, epochs=9)
        stages = (
            StageProgress("train-1", "Train, seed 1", "student", "done", seconds=40.9),
            StageProgress(
                "train-2", "Train, seed 2", "student", "running", seconds=24.0
            ),
            StageProgress("train-3", "Train, seed 3", "student", "todo"),
            StageProgress("judge", "Judge and report", "judge", "todo", False),
        )
        services.heartbeat(granted.use, Heartbeat(1, stages), now=self.now)

    def queued(self, layers: Assignment) -> None:
        at = self.now - timedelta(seconds=14)
        self.submissions["queued"] = a_submission(layers, self.alice, now=at)
        self.jobs["queued"] = a_job(self.submissions["queued"], now=at)


def _policy() -> dict[str, Any]:
    return {
        "categories": [
            {"slug": "homework", "title": "Homework", "weight": 60},
            {"slug": "project", "title": "Project", "weight": 40},
        ],
        "late": [{"rule": "zero", "grace_minutes": 0, "options": {}}],
        "final": {"scale": "absolute", "letters": {}},
    }


def _homework(course: Course, now: datetime) -> Assignment:
    homework = an_assignment(
        course,
        checks(),
        title="Train an image classifier from scratch",
        due=_at(now + timedelta(days=3, hours=4)),
        optional=["*.py"],
        family="training",
        seeds=3,
        max_mib=20.0,
        pass_mark=60,
    )
    version = homework.published_version
    version.spec["submit"]["files"] = ["train.py", "predict.py"]
    version.text = TEXT
    version.save()
    for path, role in (("starter/train.py", "page"), ("starter/data/a.npz", "public")):
        stored = store.put_bytes(path.encode())
        VersionFile.objects.create(
            version=version,
            path=path,
            role=role,
            sha256=stored.sha256,
            size=stored.size,
        )
    return homework


def _plain(course: Course, slug: str, title: str, due: datetime) -> Assignment:
    return an_assignment(course, slug=slug, title=title, due=_at(due))


def _at(when: datetime) -> dict[str, Any]:
    return {"at": when.isoformat(), "session": None, "offset": 0.0, "days": 0}


def _classmates(
    scene: _Scene, course: Course, homework: Assignment, tara: User
) -> None:
    for number, name in enumerate(NAMES):
        enrollment = an_enrollment(course, name)
        if number % 4 == 3:
            continue
        one = _Scene(scene.runner, enrollment, scene.now - timedelta(hours=number))
        one.graded(
            "only", homework, 0.5, **found(0.90 + 0.004 * number, is_seeded=True)
        )
        if number == 4:
            enter_override(
                homework,
                enrollment,
                points=71.5,
                reason="Our fault: 10 back.",
                actor=tara,
                now=scene.now,
            )
    excuse(homework, enrollment, reason="Ill.", actor=tara, now=scene.now)


def _fleet(runner: Runner, omar: User, now: datetime) -> None:
    record_seen(runner, Claim(("arch:amd64", "cores:4"), "docker"), now=now)
    silent = a_runner(
        "jetson-02", pools=("jetson",), seen_at=now - timedelta(minutes=8)
    )
    Runner.objects.filter(pk=silent.pk).update(labels=["arch:arm64", "jetson"])
    gpu = a_runner("gpu-01", pools=("gpu",), seen_at=now)
    Runner.objects.filter(pk=gpu.pk).update(labels=["gpu", "cuda:12.4"])
    drain(gpu, actor=omar, now=now)
