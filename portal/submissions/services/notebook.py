"""Makes pages of handed-in notebooks, away from requests and from our secrets."""

import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from portal.lib import store
from portal.submissions import limited
from portal.submissions.intake import ReceivedFile
from portal.submissions.models import Artifact, NotebookPage, Rendered

SUFFIX = ".ipynb"
SCRIPT = "notebook_page.py"
PAGE = "page.html"
LARGEST_NOTEBOOK = 20 * 2**20
LARGEST_PAGE = 8 * 2**20
MOST_TRIES = 3  # a try that takes the worker down counts too
MOST_AT_ONCE = 20


def notebooks(files: Iterable[ReceivedFile]) -> list[ReceivedFile]:
    """Return those that are notebooks by their name."""
    return [file for file in files if file.path.endswith(SUFFIX)]


def ask_for_pages(sources: Iterable[Artifact], *, now: datetime) -> None:
    """Queue a page for each notebook that has none; equal bytes share one."""
    NotebookPage.objects.bulk_create(
        [NotebookPage(source=source, asked_at=now) for source in sources],
        ignore_conflicts=True,
    )


def render_waiting(*, most: int = MOST_AT_ONCE) -> int:
    """Make the pages that are waited for, oldest first; return how many were made.

    Two workers never make the same one at once, and no transaction is open meanwhile.
    """
    waiting = NotebookPage.objects.filter(state=Rendered.WAITING)
    made = 0
    for page in waiting.select_related("source").order_by("asked_at")[:most]:
        won = NotebookPage.objects.filter(
            pk=page.pk, state=Rendered.WAITING, tries=page.tries
        ).update(tries=page.tries + 1)
        if won:
            made += _render(page)
    return made


def _render(page: NotebookPage) -> bool:
    state, html = Rendered.FAILED, b""
    if page.tries < MOST_TRIES and page.source.size <= LARGEST_NOTEBOOK:
        state, html = rendered(store.path_of(page.source.sha256))
    artifact = None
    if html:
        kept = store.put_bytes(html)
        artifact, _ = Artifact.objects.get_or_create(
            sha256=kept.sha256,
            defaults={"size": kept.size, "created_at": page.asked_at},
        )
    updated = NotebookPage.objects.filter(pk=page.pk, state=Rendered.WAITING).update(
        state=state, artifact=artifact
    )
    return bool(updated)


def rendered(notebook: Path) -> tuple[Rendered, bytes]:
    """Return a notebook as a page, as good as it gets: shown, its sources, or nothing.

    What reads it has limits, no environment and nothing of ours in its memory.
    """
    for state, is_full in ((Rendered.DONE, True), (Rendered.PLAIN, False)):
        with tempfile.TemporaryDirectory(prefix="assay-notebook-") as name:
            folder = Path(name)
            request = {"notebook": str(notebook), "page": PAGE, "is_full": is_full}
            try:
                said = limited.run(
                    SCRIPT,
                    request,
                    folder=folder,
                    file_bytes=LARGEST_PAGE,
                    has_libraries=is_full,
                )
            except limited.LimitHitError:
                continue
            page = folder / PAGE
            if said["is_made"] and page.stat().st_size <= LARGEST_PAGE:
                return state, page.read_bytes()
    return Rendered.FAILED, b""
