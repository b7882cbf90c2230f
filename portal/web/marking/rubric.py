"""A rubric is changed: tried on everybody first, then kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from portal.assessments.selectors import RubricCheck, editions_of, rubric_checks
from portal.assignments.models import Assignment
from portal.assignments.selectors import titles_of
from portal.courses.access import role_in
from portal.courses.models import Role
from portal.lib.errors import InvalidError, NotFoundError
from portal.marking.access import get_marked_assignment
from portal.marking.rubrics import preview_of, read_change
from portal.marking.services import apply_rubric
from portal.web.frame import course_frame
from portal.web.marking.sheet import number_in
from portal.web.requests import SignedInRequest

NEW = "new"


@dataclass(frozen=True)
class Row:
    """One item as a line of fields; an empty one at the end of each criterion."""

    name: str
    title: str
    points: str
    comment: str


@dataclass(frozen=True)
class Part:
    """One criterion as fields."""

    name: str
    title: str
    points: str
    kind: str
    rows: tuple[Row, ...]

    @property
    def unit(self) -> str:
        return "Percent" if self.kind == "bands" else "Points"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest, public_id: UUID, check: str) -> HttpResponse:
    """Show a rubric as a form; on sending show what it would do, or do it."""
    assignment = get_marked_assignment(request.user, public_id)
    found = _check(assignment, check)
    context: dict[str, Any] = {"parts": _stored(found), "reason": ""}
    status = 200
    if request.method == "POST":
        try:
            done = _tried(request, assignment, found, context)
        except InvalidError as error:
            context |= {"problem": error.sentence, "parts": _sent(request.POST, found)}
            done, status = False, 400
        if done:
            return redirect("marking:rubric", public_id, check)
    course = assignment.course
    context |= {
        "frame": course_frame(request.user, course, is_staff=True, here="Grading"),
        "course": course,
        "assignment": assignment,
        "title": titles_of([assignment])[assignment.pk],
        "check": found,
        "is_instructor": role_in(request.user, course) == Role.INSTRUCTOR,
    }
    return render(request, "marking/rubric.html", context, status=status)


def _tried(
    request: SignedInRequest,
    assignment: Assignment,
    check: RubricCheck,
    context: dict[str, Any],
) -> bool:
    """Fill ``context`` with what would happen; return whether it was done."""
    now, what = timezone.now(), request.POST.get("do", "preview")
    reason = request.POST.get("reason", "")
    context |= {"reason": reason, "is_return": what == "preview-file"}
    content = None
    if what not in ("preview-file", "apply-file"):
        raw = raw_of(request.POST, check)
        content = read_change(raw, check, file=check.file)
        context["parts"] = _parts(raw)
    if what.startswith("apply"):
        done = apply_rubric(
            assignment, check.file, content, reason=reason, actor=request.user, now=now
        )
        messages.success(
            request,
            f"The rubric is changed: {done.up} up, {done.down} down, "
            f"{done.waiting} to look at again, {done.same} the same.",
        )
        return True
    context["preview"] = preview_of(assignment, check.file, content, now=now)
    return False


def raw_of(posted: QueryDict, check: RubricCheck) -> dict[str, Any]:
    """Return what was sent, as a rubric file would say it.

    A line whose title is empty is left out; a new line gets a name from its title.
    """
    criteria = []
    for criterion in check.rubric["criteria"]:
        name = criterion["name"]
        items = [
            *_items(posted, name, criterion),
            *_new_items(posted, name, criterion),
        ]
        criteria.append(
            {
                "name": name,
                "title": posted.get(f"{name}:title", criterion["title"]).strip(),
                "points": number_in(posted.get(f"{name}:points", "")),
                "kind": criterion["kind"],
                "note": criterion.get("note", ""),
                "items": items,
            }
        )
    return {"rubric": {"note": check.rubric.get("note", "")}, "criteria": criteria}


def _items(
    posted: QueryDict, name: str, criterion: Mapping[str, Any]
) -> Iterable[dict[str, Any]]:
    for item in criterion["items"]:
        key = f"{name}.{item['name']}"
        title = posted.get(f"{key}:title", "").strip()
        if title:
            yield _raw_item(posted, key, item["name"], title, criterion["kind"])


def _new_items(
    posted: QueryDict, name: str, criterion: Mapping[str, Any]
) -> Iterable[dict[str, Any]]:
    key = f"{name}.{NEW}"
    title = posted.get(f"{key}:title", "").strip()
    if title:
        taken = {item["name"] for item in criterion["items"]}
        plain = slugify(title)[:50].strip("-") or "item"
        free = (n for n in (plain, *(f"{plain}-{k}" for k in range(2, 99))))
        yield _raw_item(
            posted,
            key,
            next(n for n in free if n not in taken),
            title,
            criterion["kind"],
        )


def _raw_item(
    posted: QueryDict, key: str, name: str, title: str, kind: str
) -> dict[str, Any]:
    worth = "percent" if kind == "bands" else "points"
    return {
        "name": name,
        "title": title,
        worth: number_in(posted.get(f"{key}:points", "")),
        "comment": posted.get(f"{key}:comment", "").strip(),
    }


def _check(assignment: Assignment, name: str) -> RubricCheck:
    version = assignment.published_version
    spec = version.spec if version else {"checks": []}
    checks = rubric_checks(spec, editions_of(assignment))
    found = next((check for check in checks if check.name == name), None)
    if found is None:
        raise NotFoundError("There is no such rubric.")
    return found


def _stored(check: RubricCheck) -> list[Part]:
    return _parts(check.rubric)


def _parts(raw: Mapping[str, Any]) -> list[Part]:
    return [
        Part(
            criterion["name"],
            criterion["title"],
            f"{criterion['points']:g}",
            criterion["kind"],
            (
                *(_row(item, criterion["kind"]) for item in criterion["items"]),
                Row(NEW, "", "", ""),
            ),
        )
        for criterion in raw["criteria"]
    ]


def _row(item: Mapping[str, Any], kind: str) -> Row:
    worth = item["percent"] if kind == "bands" else item["points"]
    return Row(item["name"], item["title"], f"{worth:g}", item.get("comment", ""))


def _sent(posted: QueryDict, check: RubricCheck) -> list[Part]:
    """Return the fields as they were sent, wrong as they are."""
    return [
        Part(
            name := criterion["name"],
            posted.get(f"{name}:title", ""),
            posted.get(f"{name}:points", ""),
            criterion["kind"],
            tuple(
                Row(
                    item,
                    posted.get(f"{name}.{item}:title", ""),
                    posted.get(f"{name}.{item}:points", ""),
                    posted.get(f"{name}.{item}:comment", ""),
                )
                for item in (*(one["name"] for one in criterion["items"]), NEW)
            ),
        )
        for criterion in check.rubric["criteria"]
    ]
