"""A file of a paper, exactly as it came, without the name of who handed it in."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.views.decorators.http import require_safe

from portal.lib import store
from portal.lib.errors import NotFoundError
from portal.marking.access import get_marked_assignment, get_paper
from portal.web.downloads import attachment
from portal.web.requests import SignedInRequest


@login_required
@require_safe
def download(
    request: SignedInRequest, public_id: UUID, paper: UUID, path: str
) -> FileResponse:
    """Send one file, for what cannot be read in the page."""
    assignment = get_marked_assignment(request.user, public_id)
    submission = get_paper(request.user, assignment, paper).submission
    file = submission.files.select_related("artifact").filter(path=path).first()
    if file is None:
        raise NotFoundError("This paper has no such file.")
    artifact = file.artifact
    return attachment(store.open_stored(artifact.sha256), path, size=artifact.size)
