"""One zip with all that a submission's grading can be looked at and run again by.

It is written piece by piece as it is sent, so its size costs neither memory nor disk.
"""

import json
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

from portal.accounts.models import User
from portal.assignments.models import AssignmentVersion, VersionFile
from portal.assignments.selectors import files_of as version_files
from portal.grading.models import GradingJob
from portal.grading.selectors import (
    ReportView,
    bytes_of,
    is_printed,
    visible_artifacts,
    visible_logs,
)
from portal.grading.visibility import Moment, Sight, sight_of
from portal.lib import store
from portal.lib.zipping import zip_pieces
from portal.submissions.selectors import files_of
from portal.web.reports.gradescope import gradescope_report
from portal.web.reports.reproduce import Again, again

FORMAT = 1  # of assay.json; graders.check.bundle reads it
PIECE = 256 * 1024
PRACTICE = re.compile(r"practice-\d{1,3}\.npz")  # drawn for a training, not secret
FOR_ALL = (VersionFile.Role.PUBLIC, VersionFile.Role.PAGE)
KEPT_TO_STAFF = {"measure": "", "hint": ""}  # of a check that is not shown in full

Pieces = Iterable[bytes]


def bundle_pieces(
    job: GradingJob, report: ReportView, *, viewer: User, moment: Moment
) -> Iterator[bytes]:
    """Return the pieces of the zip of a job's report as ``viewer`` may have it."""
    how = again(job, report, is_staff=moment.is_staff)
    found = _entries(job, report, how, viewer=viewer, moment=moment)
    entries = ((f"{how.name}/{path}", pieces) for path, pieces in found)
    return zip_pieces(entries, at=report.received_at)


def _entries(
    job: GradingJob,
    report: ReportView,
    how: Again,
    *,
    viewer: User,
    moment: Moment,
) -> Iterator[tuple[str, Pieces]]:
    submission = job.submission
    yield "README.md", [_readme(job, report, how).encode()]
    yield "assay.json", _json(_manifest(job, report, moment))
    yield "assignment.md", [job.version.text.encode()]
    yield "report.json", _json(gradescope_report(submission, report))
    yield "environment.json", _json(_environment(job, report))
    for file in files_of(submission):
        yield f"submission/{file.path}", _stored(file.artifact.sha256)
    for data in version_files(job.version, VersionFile.Role.PUBLIC):
        yield data.path, _stored(data.sha256)
    for made in visible_artifacts(job, viewer=viewer):
        if PRACTICE.fullmatch(made.name):
            yield f"practice/{made.name}", _stored(made.artifact.sha256)
    yield from log_entries(job, viewer=viewer)


def log_entries(job: GradingJob, *, viewer: User) -> Iterator[tuple[str, Pieces]]:
    """Yield what each stage printed or measured, as far as ``viewer`` may read it."""
    for log in visible_logs(job, viewer=viewer):
        ending = "log" if is_printed(log) else "jsonl"
        yield f"logs/{log.stage}.{ending}", bytes_of(job, log)


def _manifest(job: GradingJob, report: ReportView, moment: Moment) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "spec": known_spec(job.version, moment),
        "version": report.version,
        "image": dict(report.image),
        "seeds": list(report.seeds),
    }


def known_spec(version: AssignmentVersion, moment: Moment) -> dict[str, Any]:
    """Return a version's spec without what its viewer may not know.

    Which files the judge has, and what a hidden check measures, is staff's.
    """
    spec: dict[str, Any] = deepcopy(version.spec)
    spec["text"] = ""  # it is a file of its own
    if moment.is_staff:
        return spec
    spec["files"] = [file for file in spec["files"] if file["role"] in FOR_ALL]
    spec["checks"] = [
        check if sight_of(check, moment) is Sight.FULL else {**check, **KEPT_TO_STAFF}
        for check in spec["checks"]
    ]
    return spec


def _environment(job: GradingJob, report: ReportView) -> dict[str, Any]:
    known: dict[str, Any] = {
        "runner": report.runner_name,
        "sandbox": report.sandbox,
        "isolates": report.isolates,
        "trust": "shared" if report.is_shared_trust else "split",
        "image": dict(report.image),
        "judge_image": dict(report.judge_image),
        "limits": job.version.spec["grade"]["limits"],
        "seeds": list(report.seeds),
        "seconds": report.seconds,
        "stages": [dict(stage) for stage in report.stages],
    }
    if report.environment:
        known["machine"] = dict(report.environment)
    return known


def _readme(job: GradingJob, report: ReportView, how: Again) -> str:
    submission = job.submission
    lines = [
        f"# {job.version.spec['title']}, submission {submission.number}",
        "",
        f"Receipt {submission.receipt}, version {report.version}.",
        "",
        "| | |",
        "|---|---|",
        "| `submission/` | what was handed in, byte for byte |",
        "| `starter/data/` | the public data, where there is any |",
        "| `practice/` | what was drawn for its trainings, where anything was |",
        "| `assignment.md`, `assay.json` | what was asked, for people and programs |",
        "| `report.json` | what was found: Gradescope's format, and more |",
        "| `environment.json` | image, limits, seeds, stages |",
        "| `logs/` | what was printed, a file a stage |",
        "",
        *_command(how),
    ]
    return "\n".join(lines) + "\n"


def _command(how: Again) -> list[str]:
    lines = []
    if how.public:
        lines = [
            "Run the public part again, with the same image and seeds, in a checkout",
            "of the release that graded it, with this folder in it:",
            "",
            f"    {how.public}",
            "",
            "Hidden data and the judge are not here, so there are no points.",
        ]
    if how.whole:
        lines += [
            "",
            "Staff, who have the assignment's folder (ASSIGNMENT), run all of it:",
            "",
            f"    {how.whole}",
        ]
    return lines or ["Its checks need the judge, who is not here."]


def _json(value: Any) -> Pieces:
    return [json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n"]


def _stored(sha256: str) -> Iterator[bytes]:
    with store.open_stored(sha256) as file:
        while piece := file.read(PIECE):
            yield piece
