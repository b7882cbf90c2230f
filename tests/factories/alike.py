"""Code of a class: real solutions, and copies of them in disguise."""

import ast
import builtins
import io
import json
import keyword
import random
import tokenize
from pathlib import Path

from portal.assignments.models import Assignment, VersionFile
from portal.courses.models import STAFF, Enrollment
from portal.lib import store
from portal.similarity import services
from portal.similarity.models import Case, Comparison, Entry, Pair
from portal.similarity.services import making
from portal.submissions.intake import Received, ReceivedFile
from portal.submissions.models import Charge, Submission
from portal.submissions.services import store_submission
from tests.factories.grading import NOON, an_enrollment

COURSES = Path(__file__).resolve().parents[2] / "courses"
SOLUTION = (COURSES / "w251/hw05-image-classifier/reference/network.py").read_text()
OTHER = (COURSES / "w251/hw12-tokenizer/reference/tokenizer.py").read_text()
THIRD = (COURSES / "eecs182-fa22/hw01-layers-by-hand/reference/layers.py").read_text()


def handed_in(
    assignment: Assignment, who: Enrollment | str, files, *, now=NOON, party=None
) -> Submission:
    """Return a submission of these files: a text is solution.py, else name to bytes."""
    if isinstance(who, str):
        who = an_enrollment(assignment.course, who)
    if not isinstance(files, dict):
        files = {"solution.py": files}
    received = []
    for path, content in files.items():
        content = content if isinstance(content, bytes) else content.encode()
        kept = store.put_bytes(content)
        received.append(ReceivedFile(path, kept.sha256, kept.size))
    return store_submission(
        assignment,
        assignment.published_version,
        who,
        actor=who.user,
        received=Received(tuple(received)),
        charge=Charge.RESERVED,
        now=now,
        source="web",
        party=party,
    )


def give_starter(assignment: Assignment, text: str, path="starter/solution.py") -> None:
    """Add a starter file to the published version."""
    kept = store.put_bytes(text.encode())
    VersionFile.objects.create(
        version=assignment.published_version,
        path=path,
        role=VersionFile.Role.PAGE,
        sha256=kept.sha256,
        size=kept.size,
    )


def compared(assignment: Assignment, actor, *, with_earlier=False, now=NOON):
    """Return a comparison of what is there, made at once."""
    services.ask_for_comparison(
        assignment, with_earlier=with_earlier, actor=actor, now=now
    )
    made = services.compare_waiting(now=now)
    assert made is not None
    return Comparison.objects.get(pk=made.pk)


def a_pair(
    assignment: Assignment, one: Enrollment, other: Enrollment, *, files=None, **more
) -> Pair:
    """Return a pair of two new submissions, as a comparison that nobody made has it."""
    (pair,) = some_pairs(assignment, [(one, other)], files=files, **more)
    return pair


def some_pairs(assignment: Assignment, people, *, files=None, most=0.9, state="open"):
    """Return a pair for each two people, of a whole comparison."""
    staff = assignment.course.enrollments.filter(role__in=STAFF).first()
    asked_by = staff.user if staff else people[0][0].user
    made = Comparison.objects.create(
        assignment=assignment,
        state="done",
        asked_by=asked_by,
        asked_at=NOON,
        ended_at=NOON,
        bins=[0] * 60 + [len(people)] + [0] * 39,
        above=len(people),
        parameters={**making.RULES, "version": "copydetect 0.5.0"},
    )
    return [
        _paired(made, place, *two, files or SOLUTION, most, state)
        for place, two in enumerate(people, 1)
    ]


def _paired(made, place, one, other, files, most, state) -> Pair:
    files = files if isinstance(files, dict) else {"solution.py": files}
    shown = [
        {"path": path, "lines": text.split("\n"), "more": 0}
        | {"is_notebook": path.endswith(".ipynb"), "is_cut": False}
        for path, text in files.items()
    ]
    sheet = store.put_bytes(json.dumps({"files": shown}).encode()).sha256
    sides = [
        Entry.objects.create(
            comparison=made,
            submission=handed_in(made.assignment, who, files),
            tokens=900,
            lines=100,
            sha256=sheet,
        )
        for who in (one, other)
    ]
    case = Case.objects.create(
        one=sides[0].submission, other=sides[1].submission, state=state
    )
    return Pair.objects.create(
        comparison=made,
        case=case,
        place=place,
        first=sides[0],
        second=sides[1],
        first_share=most,
        second_share=most / 2,
        most=most,
        first_tokens=300,
        second_tokens=310,
        first_lines=40,
        second_lines=41,
        stretches=[[0, 3, 9, 0, 5, 11, 80], [0, 20, 20, 0, 30, 31, 20]],
    )


def renamed(text: str) -> str:
    """Return a program with every name of its own changed, and its numbers."""
    own = sorted({n.id for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Name)})
    taken = {*dir(builtins), *keyword.kwlist}
    names = {name: f"item_{n}" for n, name in enumerate(own) if name not in taken}
    tokens = [
        (kind, names.get(word, word))
        for kind, word, *_ in tokenize.generate_tokens(io.StringIO(text).readline)
    ]
    return tokenize.untokenize(tokens)


def commented(text: str) -> str:
    """Return a program with other comments and docstrings, laid out anew."""
    lines = ast.unparse(ast.parse(text)).splitlines()
    return "\n".join(
        line + (f"  # note {n}" if n % 3 == 0 and line.endswith(")") else "")
        for n, line in enumerate(lines)
    )


def reordered(text: str, seed: int = 1) -> str:
    """Return a program with its functions in another order."""
    tree = ast.parse(text)
    places = [n for n, one in enumerate(tree.body) if isinstance(one, ast.FunctionDef)]
    order = list(places)
    random.Random(seed).shuffle(order)
    body = list(tree.body)
    for place, source in zip(places, order, strict=True):
        body[place] = tree.body[source]
    tree.body = body
    return ast.unparse(tree)


def as_notebook(text: str, cells: int = 5) -> str:
    """Return a program as a notebook with texts between, and outputs."""
    lines = text.splitlines(keepends=True)
    size = max(1, len(lines) // cells)
    listed = []
    for at in range(0, len(lines), size):
        listed.append({"cell_type": "markdown", "metadata": {}, "source": ["# Next"]})
        listed.append(
            {
                "cell_type": "code",
                "metadata": {},
                "execution_count": 1,
                "source": lines[at : at + size],
                "outputs": [{"output_type": "stream", "text": ["0.5\n"] * 50}],
            }
        )
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": listed}
    )


def made_up(seed: int, lines: int = 250) -> str:
    """Return a program that nobody else wrote: statements drawn by lot."""
    draw = random.Random(seed)
    words = ["rows", "total", "grid", "state", "queue", "left", "right", "best"]

    def name() -> str:
        return draw.choice(words) + str(draw.randrange(9))

    def value(depth: int = 0) -> str:
        kinds = [
            name,
            lambda: str(draw.randrange(99)),
            lambda: f"{name()}[{value(depth + 1)}]",
            lambda: f"{value(depth + 1)} {draw.choice('+-*/%')} {value(depth + 1)}",
            lambda: f"{name()}.{name()}({value(depth + 1)}, {value(depth + 1)})",
            lambda: f"[{value(depth + 1)} for {name()} in {name()}]",
        ]
        return draw.choice(kinds[: 2 if depth > 2 else 6])()

    written = []
    while len(written) < lines:
        if len(written) % 15 == 0:
            written.append(f"def {name()}_{len(written)}({name()}, {name()}):")
        kind = draw.randrange(4)
        if kind == 0:
            written.append(
                f"    if {value()} {draw.choice(['<', '==', '>='])} {value()}:"
            )
            written.append(f"        {name()} = {value()}")
        elif kind == 1:
            written.append(f"    for {name()} in {value()}:")
            written.append(f"        {name()} += {value()}")
        elif kind == 2:
            written.append(f"    {name()} = {value()}")
        else:
            written.append(f"    {name()}.{name()}({value()})")
    return "\n".join(written) + "\n"
