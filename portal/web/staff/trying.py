"""A change of a course: tried first, and made once its consequences were seen."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.utils import timezone

from graders.spec import SpecError
from portal.accounts.models import User
from portal.courses.models import Course
from portal.lib.errors import InvalidError
from portal.setup.changing import Edit, change_course
from portal.setup.folder import Loaded, Wishes


@dataclass(frozen=True)
class Tried:
    """What came of it: problems, consequences nobody has seen yet, or it is done."""

    problems: tuple[str, ...] = ()
    consequences: tuple[str, ...] = ()
    seen: str = ""
    is_done: bool = False


def tried(
    course: Course,
    make_edit: Callable[[], Edit],
    *,
    seen: str,
    viewer: User,
    reasons: Mapping[str, str] | None = None,
) -> Tried:
    """Make the change, unless something is wrong or its consequences are news.

    ``seen`` is what an earlier try gave, from the form.
    """
    try:
        edit = make_edit()
        loaded = _load(course, edit, viewer, reasons or {}, is_dry_run=True)
        said = tuple(consequences_of(loaded))
        mark = sha256(repr(said).encode()).hexdigest()
        if said and mark != seen:
            return Tried(consequences=said, seen=mark)
        _load(course, edit, viewer, reasons or {}, is_dry_run=False)
    except SpecError as error:
        return Tried(tuple(str(one) for one in error.problems))
    except InvalidError as error:
        return Tried(tuple(error.sentence.split("\n")))
    return Tried(is_done=True)


def consequences_of(loaded: Loaded) -> Iterator[str]:
    """Say what it does to work that came and to totals that students have."""
    for moved in loaded.moved:
        yield moved.sentence()
    if loaded.shift is not None:
        yield loaded.shift.sentence()
    for gone in loaded.removed:
        yield f"{gone.slug} is hidden from students; what came for it is kept."


def _load(
    course: Course,
    edit: Edit,
    viewer: User,
    reasons: Mapping[str, str],
    *,
    is_dry_run: bool,
) -> Loaded:
    wishes = Wishes(
        only=course, is_dry_run=is_dry_run, trusts_folder=False, reasons=reasons
    )
    return change_course(course, edit, wishes, actor=viewer, now=timezone.now())
