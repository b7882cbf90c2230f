"""Grades one folder on this machine: the runner's path, without a portal."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from graders.check.handed_in import copy_submission
from graders.families import Job, run_job
from graders.protocol import Lease, Report, Role, StageProgress
from graders.protocol.seeds import hidden_seed, training_seed
from graders.sandbox.stage import Sandbox
from graders.scoring import Score, score
from graders.spec import AssignmentSpec, blob_refs, check_specs, lease_options

WHO = "local"
Told = Callable[[str], None]


@dataclass(frozen=True)
class Graded:
    """A report with its points; ``logs`` holds one file a stage."""

    report: Report
    score: Score
    logs: Path


class LocalFeed:
    """Writes logs and artifacts below ``folder``; tells of stages that begin."""

    def __init__(self, folder: Path, told: Told) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._told = told
        self._running: set[str] = set()

    def stages(self, stages: list[StageProgress]) -> None:
        running = {stage.name for stage in stages if stage.state == "running"}
        for stage in stages:
            if stage.name in running - self._running:
                self._told(stage.title)
        self._running = running

    def log(self, stage: str, data: bytes) -> None:
        with (self._folder / f"{stage}.log").open("ab") as log:
            log.write(data)

    def open_log(self, name: str) -> None:
        (self._folder / f"{name}.log").touch()

    def artifact(self, name: str, path: Path, is_public: bool) -> None:
        shutil.copyfile(path, self._folder / name)

    def is_cancelled(self) -> bool:
        return False


def local_key(var: Path) -> bytes:
    """This machine's own key for seeds, made at first use."""
    path = var / "local.key"
    if not path.is_file():
        var.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return bytes.fromhex(path.read_text().strip())


def make_lease(spec: AssignmentSpec, key: bytes, who: str = WHO) -> Lease:
    """The lease a portal would give, with seeds of this machine.

    Another ``who`` is another student: other training seeds, the same hidden data.
    """
    grade = spec.grade
    numbers = range(1, grade.seeds + 1)
    return Lease(
        id="local",
        token="",
        attempt=1,
        job_id="local",
        submission_id="local",
        assignment=spec.slug,
        version=spec.digest,
        family=grade.family,
        image=grade.image,
        judge_image=grade.judge_image,
        limits=grade.limits,
        checks=check_specs(spec),
        blobs=blob_refs(spec),
        options=lease_options(spec),
        seeds=tuple(training_seed(key, spec.digest, who, k) for k in numbers),
        hidden_seed=hidden_seed(key, spec.digest),
        required_files=spec.submit.files,
    )


def grade_folder(
    spec: AssignmentSpec,
    submission: Path,
    *,
    sandbox: Sandbox,
    key: bytes,
    logs: Path,
    is_starter: bool = False,
    told: Told = lambda _: None,
    who: str = WHO,
    afterwards: Callable[[], None] = lambda: None,
    adjust: Callable[[Lease], Lease] = lambda lease: lease,
    run: Callable[..., Report] = run_job,
    more_public: Iterable[Path] = (),
) -> Graded:
    """Grade ``submission``; raise RefusedError, and what the sandbox raises.

    ``afterwards`` is called while the job's folders are still there; ``adjust`` may
    give the lease other seeds, ``run`` run less than all of it. Files ``more_public``
    lie among the public data.
    """
    with tempfile.TemporaryDirectory(prefix="assay-job-") as place:
        folders = {name: Path(place) / name for name in ("work", "submission")}
        folders |= {role.value: Path(place) / role.value for role in _MOUNTED}
        for folder in folders.values():
            folder.mkdir(exist_ok=True)
        copy_submission(
            submission, folders["submission"], spec.submit, is_starter=is_starter
        )
        lease = adjust(make_lease(spec, key, who))
        for blob in lease.blobs:
            _copy(
                _source(spec, blob.path, blob.role), folders[blob.role.value], blob.path
            )
        for path in more_public:
            _copy(path, folders[Role.PUBLIC.value], path.name)
        _open(Path(place))
        job = Job(
            lease,
            work=folders["work"],
            submission=folders["submission"],
            public=folders[Role.PUBLIC.value],
            judge=folders[Role.JUDGE.value],
        )
        report = run(job, sandbox=sandbox, feed=LocalFeed(logs, told))
        afterwards()
    return Graded(report, score(spec.checks, report.checks), logs)


_MOUNTED = (Role.PUBLIC, Role.JUDGE)


def _source(spec: AssignmentSpec, path: str, role: Role) -> Path:
    prefix = "starter/data" if role is Role.PUBLIC else ""
    return spec.folder / prefix / path


def _copy(source: Path, folder: Path, path: str) -> None:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _open(folder: Path) -> None:
    """Containers run as other users: let them read, and nobody write."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
