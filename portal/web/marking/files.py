"""Files of a paper as they came, and pages as they were drawn; no name in any of it."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import PurePosixPath
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.lib import store
from portal.lib.errors import NotFoundError, RefusedError
from portal.marking.access import OpenPaper, get_marked_assignment, get_paper
from portal.marking.papers import hidden_in
from portal.marking.selectors.desk import plan_of
from portal.marking.viewing import WorkFile, work_of
from portal.submissions.access import get_submission
from portal.web.downloads import attachment
from portal.web.requests import SignedInRequest

LOCKED = "default-src 'none'; sandbox; frame-ancestors 'none'"
MAY_TELL = (
    "Names are hidden in this assignment, and this file may say whose it is. An "
    "instructor can show names on the desk, and hide them again afterwards."
)


@login_required
@require_safe
def download(
    request: SignedInRequest, public_id: UUID, paper: UUID, number: int
) -> FileResponse:
    """Send one file as it came; where names are hidden, its text without them."""
    found, hide = _opened(request, public_id, paper)
    file = _file(found, number, hide, now=timezone.now())
    if hide:
        return _covered(file)
    row = found.submission.files.select_related("artifact").get(path=file.path)
    artifact = row.artifact
    return attachment(store.open_stored(artifact.sha256), file.path, size=artifact.size)


@login_required
@require_safe
def picture(
    request: SignedInRequest, public_id: UUID, paper: UUID, number: int, page: int
) -> FileResponse:
    """Send a page of a paper's PDF as it was drawn."""
    found, hide = _opened(request, public_id, paper)
    return _drawn(_file(found, number, hide, now=timezone.now()), page)


@login_required
@require_safe
def own_picture(
    request: SignedInRequest, public_id: UUID, number: int, page: int
) -> FileResponse:
    """Send a page of one's own PDF, or of a student's to staff who see names."""
    submission = get_submission(request.user, public_id)
    files = work_of(submission, now=timezone.now())
    return _drawn(_numbered(files, number), page)


def _opened(
    request: SignedInRequest, public_id: UUID, paper: UUID
) -> tuple[OpenPaper, list[str]]:
    assignment = get_marked_assignment(request.user, public_id)
    found = get_paper(request.user, assignment, paper)
    is_blind = plan_of(assignment).is_blind
    return found, hidden_in(found.submission) if is_blind else []


def _file(
    paper: OpenPaper, number: int, hide: Sequence[str], *, now: datetime
) -> WorkFile:
    return _numbered(work_of(paper.submission, now=now, hide=hide), number)


def _numbered(files: Sequence[WorkFile], number: int) -> WorkFile:
    found = next((file for file in files if file.number == number), None)
    if found is None:
        raise NotFoundError("This paper has no such file.")
    return found


def _covered(file: WorkFile) -> FileResponse:
    """Send the text that the page shows; RefusedError where there is none."""
    if file.kind not in ("lines", "notebook") or file.more:
        raise RefusedError(MAY_TELL)
    lines = [line.text for line in file.lines]
    for cell in file.cells:
        lines += [f"# cell {cell.number}", *(line.text for line in cell.lines)]
        lines += [*(f"#> {line}" for line in cell.output), ""]
    content = "\n".join([*lines, ""]).encode()
    ending = PurePosixPath(file.path).suffix if file.kind == "lines" else ".txt"
    return attachment(
        BytesIO(content), f"file-{file.number}{ending}", size=len(content)
    )


def _drawn(file: WorkFile, page: int) -> FileResponse:
    found = file.picture(page)
    if found is None:
        raise NotFoundError("This page was not drawn.")
    size = store.path_of(found.sha256).stat().st_size
    response = FileResponse(
        store.open_stored(found.sha256),
        content_type="image/png",
        headers={
            "Content-Security-Policy": LOCKED,
            "Content-Length": str(size),
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "private, max-age=300",
        },
    )
    response.headers.pop("Content-Disposition", None)
    return response
