"""The files of a paper beside its form: read when the page shows them, not before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from portal.accounts.models import User
from portal.assessments.models import FIRST
from portal.assessments.selectors import remarks_of
from portal.marking.viewing import WAITING, WorkFile, work_of
from portal.submissions.models import Submission
from portal.web.marking.marks import (
    FEW_LINES,
    At,
    ShownFile,
    ShownRemark,
    grouped,
    shown_files,
)
from portal.web.marking.places import query_of

ALL = "all"


@dataclass(frozen=True)
class Look:
    """What somebody sees of a submission's files; 2 queries once it is drawn."""

    submission: Submission
    viewer: User
    reading: int
    hide: Sequence[str]  # names that are covered
    asked: str  # a file's number, or nothing
    at: At
    keep: Mapping[str, str]
    now: datetime

    @cached_property
    def work(self) -> tuple[WorkFile, ...]:
        """Return every file, shown or not."""
        return tuple(work_of(self.submission, now=self.now, hide=self.hide))

    @cached_property
    def words(self) -> dict[str, str]:
        """Return what may be looked at, by what is asked for: all, or one file."""
        is_small = sum(len(file.lines) for file in self.work) <= FEW_LINES
        words = {file.key: file.name for file in self.work}
        return {ALL: "all files", **words} if is_small and len(words) > 1 else words

    @cached_property
    def wanted(self) -> str:
        wanted = self.asked or str(self.at.file)
        return wanted if wanted in self.words else next(iter(self.words), ALL)

    @property
    def chips(self) -> list[tuple[str, str, bool]]:
        """Return the way to each: word, address, whether it is on."""
        return [
            (word, query_of(**self.keep, file=key), key == self.wanted)
            for key, word in self.words.items()
        ]

    @cached_property
    def files(self) -> list[ShownFile]:
        """Return what is shown now, with its remarks."""
        shown = [f for f in self.work if self.wanted in (ALL, f.key)]
        return shown_files(shown, grouped(self._remarks()), self.at, self.keep)

    @property
    def is_waiting(self) -> bool:
        """Say whether something shown is still being prepared."""
        return any(shown.file.kind == WAITING for shown in self.files)

    @property
    def has_pages(self) -> bool:
        return any(file.place_kind == "page" for file in self.work)

    @property
    def sides(self) -> tuple[tuple[str, str], ...]:
        """Return from where a place on a page is told, and how that is said."""
        return ("left", "From the left"), ("top", "from the top")

    def _remarks(self) -> list[ShownRemark]:
        """Return the remarks; a second reader has their own eyes, and remarks."""
        return [
            ShownRemark(one, one.author.name, is_mine=one.author_id == self.viewer.pk)
            for one in remarks_of(self.submission)
            if self.reading == FIRST or one.author_id == self.viewer.pk
        ]
