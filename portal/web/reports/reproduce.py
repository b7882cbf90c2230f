"""The exact command that runs a submission again, with the same image and seeds."""

from dataclasses import dataclass

from graders.spec.families import has_rehearsal
from portal.grading.models import GradingJob
from portal.grading.selectors import ReportView

SHOWN = 12  # digits of a digest: as many as an image's tag has


@dataclass(frozen=True)
class Again:
    """How to run it again; ``public`` and ``whole`` are empty where nothing can be."""

    name: str  # of the bundle and of its folder
    public: str  # what everybody can run
    whole: str  # what staff can run, who have the judge


def again(job: GradingJob, report: ReportView, *, is_staff: bool) -> Again:
    """Return the commands for a job's report, from a checkout of this release."""
    submission = job.submission
    name = f"{submission.assignment.slug}-{submission.number}"
    how = _how(report)
    family = job.version.spec["grade"]["family"]
    public = whole = ""
    if has_rehearsal(family):
        public = f"python -m graders grade {name} --only-public{how}"
    if is_staff:
        version = f" --version {report.version[:SHOWN]}"
        whole = f"python -m graders grade ASSIGNMENT {name}/submission{how}{version}"
    return Again(name, public, whole)


def _how(report: ReportView) -> str:
    image, digest = report.image.get("name"), report.image.get("digest", "")
    seeds = "".join(f" --seed {seed}" for seed in report.seeds)
    if not image or not digest:
        return seeds
    return f" --image {image}@sha256:{digest[:SHOWN]}{seeds}"
