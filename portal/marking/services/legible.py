"""Makes what was handed in legible, away from requests and from our secrets."""

import json
import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db.models import Exists, OuterRef

from portal.lib import store
from portal.marking.models import Legible
from portal.marking.papers import names_in
from portal.submissions import limited
from portal.submissions.models import Artifact, Submission, SubmissionFile
from portal.submissions.parties import members_by_submission

HERE = Path(__file__).parent.parent
READ, DRAW = str(HERE / "read_work.py"), str(HERE / "draw_pages.py")
PDF = ".pdf"
# How a name ends decides how a file is read; of all others it makes no difference.
FORMS = (PDF, ".ipynb", ".py", ".yaml", ".yml", ".toml", ".sh", ".cfg", "Dockerfile")
LARGEST = 2 * 2**20
LARGEST_PDF = 20 * 2**20
LARGEST_PICTURES = 48 * 2**20  # of one file; a run more is let finish
MOST_PAGES = 60
AT_ONCE = 5  # pages of one run of the drawer
MOST_TRIES = 3  # a try that takes the worker down counts too
MOST_WAITING = 20
MOST_GATHERED = 500


def form_of(path: str) -> str:
    """Return how a file is read, by the end of its name."""
    return next((form for form in FORMS if path.endswith(form)), "")


def cover_of(path: str, names: Sequence[str]) -> str:
    """Return which names are covered in the pictures of a file; empty for none."""
    if not names or form_of(path) != PDF:
        return ""
    return sha256(json.dumps(sorted(names)).encode()).hexdigest()[:16]


def is_readable(path: str, size: int) -> bool:
    """Say whether a file is small enough to be read at all."""
    return size <= (LARGEST_PDF if form_of(path) == PDF else LARGEST)


def ask_for(
    files: Iterable[SubmissionFile], names: Sequence[str], *, now: datetime
) -> None:
    """Queue each file that nobody asked for; equal bytes share one."""
    Legible.objects.bulk_create(
        [
            Legible(
                source=file.artifact,
                form=form_of(file.path),
                cover=cover_of(file.path, names),
                names=sorted(names) if cover_of(file.path, names) else [],
                asked_at=now,
            )
            for file in files
            if is_readable(file.path, file.artifact.size)
        ],
        ignore_conflicts=True,
    )


def gather_waiting(*, now: datetime, most: int = MOST_GATHERED) -> int:
    """Ask for what waits for people and was never looked at; return how many files.

    So it is ready when somebody begins to grade.
    """
    known = Legible.objects.filter(source=OuterRef("artifact"))
    rows = (
        SubmissionFile.objects.filter(submission__score__pending_points__gt=0)
        .exclude(Exists(known))
        .select_related("artifact", "submission__assignment__marking_plan")
        .select_related("submission__enrollment__user")
        .order_by("pk")
    )
    files = [f for f in rows[:most] if is_readable(f.path, f.artifact.size)]
    works = {file.submission_id: file.submission for file in files}
    names = _hidden(list(works.values()))
    for file in files:
        ask_for([file], names.get(file.submission_id, ()), now=now)
    return len(files)


def prepare_waiting(*, most: int = MOST_WAITING) -> int:
    """Read and draw what is waited for, oldest first; return how many were made.

    Two workers never make the same one at once, and no transaction is open meanwhile.
    """
    waiting = Legible.objects.filter(state=Legible.State.WAITING)
    made = 0
    for one in waiting.select_related("source").order_by("asked_at")[:most]:
        won = Legible.objects.filter(
            pk=one.pk, state=Legible.State.WAITING, tries=one.tries
        ).update(tries=one.tries + 1)
        if won:
            made += _prepare(one)
    return made


def _hidden(works: Sequence[Submission]) -> dict[int, list[str]]:
    """Return the names to cover, where an assignment is graded without them."""
    blind = [one for one in works if _is_blind(one)]
    return {
        pk: [
            name
            for member in members
            for name in names_in(member.user.name, member.user.email)
        ]
        for pk, members in members_by_submission(blind).items()
    }


def _is_blind(submission: Submission) -> bool:
    plan = getattr(submission.assignment, "marking_plan", None)
    return bool(plan and plan.is_blind)


def _prepare(one: Legible) -> bool:
    said = _read(one) if one.tries < MOST_TRIES else None
    state, content = Legible.State.FAILED, None
    if said is not None:
        state, content = Legible.State.READY, _keep(json.dumps(said).encode(), one)
    updated = Legible.objects.filter(pk=one.pk, state=Legible.State.WAITING).update(
        state=state, content=content
    )
    return bool(updated)


def _read(one: Legible) -> dict[str, Any] | None:
    """Return what a file says, or None where it cannot be read within the limits."""
    name, path = f"file{one.form}", str(store.path_of(one.source.sha256))
    with tempfile.TemporaryDirectory(prefix="assay-look-") as folder:
        try:
            found = limited.run(READ, {"files": {name: path}}, folder=Path(folder))
        except limited.LimitHitError:
            found = {}
    said = dict(found).get(name)
    if one.form == PDF and one.source.size <= LARGEST_PDF:
        return _drawn(one, path, said or {"kind": "pdf", "pages": 0})
    return None if said is None else dict(said)


def _drawn(one: Legible, path: str, said: dict[str, Any]) -> dict[str, Any]:
    """Return a PDF with its pages drawn, a few in each run, as far as that goes."""
    drawn: list[dict[str, Any]] = []
    first, most, room = 1, MOST_PAGES, LARGEST_PICTURES
    found: dict[str, Any] = {"problem": "broken"}
    while first <= most and room > 0:
        found, pages = _run(one, path, first)
        drawn += pages
        room -= sum(page.pop("size") for page in pages)
        most = min(MOST_PAGES, found.get("pages", 0))
        if found["problem"] or (not pages and first == 1):
            break
        # A page that takes its run down is left out; the others are still drawn.
        first += len(pages) + (len(pages) < AT_ONCE)
    count = found.get("pages") or said.get("pages", 0)
    problem = found["problem"] or ("" if drawn else "broken")
    return {"kind": "pdf", "pages": count, "drawn": drawn, "problem": problem}


def _run(
    one: Legible, path: str, first: int
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Run the drawer on a few pages; return what it said, and the pages as kept."""
    asked = {"pdf": path, "first": first, "most": AT_ONCE, "names": one.names}
    with tempfile.TemporaryDirectory(prefix="assay-draw-") as name:
        folder = Path(name)
        try:
            said = limited.run(
                DRAW,
                asked,
                folder=folder,
                file_bytes=LARGEST_PICTURES // AT_ONCE,
                has_libraries=True,
            )
        except limited.LimitHitError:
            answer = folder / "answer.json"
            said = json.loads(answer.read_bytes()) if answer.is_file() else None
        if said is None:
            return {"problem": "broken", "pages": 0}, []
        return said, [
            _page(one, folder, page)
            for number, page in enumerate(said["drawn"], first)
            if page["number"] == number < first + AT_ONCE
        ]


def _page(one: Legible, folder: Path, page: dict[str, Any]) -> dict[str, Any]:
    kept = _keep((folder / f"page-{page['number']}.png").read_bytes(), one)
    return {**page, "sha256": kept.sha256, "size": kept.size}


def _keep(content: bytes, one: Legible) -> Artifact:
    kept = store.put_bytes(content)
    artifact, _ = Artifact.objects.get_or_create(
        sha256=kept.sha256, defaults={"size": kept.size, "created_at": one.asked_at}
    )
    return artifact
