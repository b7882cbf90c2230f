"""The class of three, with a browser for each of its people."""

import pytest
from django.urls import reverse

from portal.marking.services import set_plan
from portal.marking.services.legible import gather_waiting, prepare_waiting
from tests.factories.grading import NOON
from tests.portal.marking.conftest import klass

__all__ = ["klass"]


@pytest.fixture
def paper_page(klass):
    """Return the address of a paper by its place on the desk."""

    def address(number=0, query=""):
        paper = klass.desk.papers[number]
        key = [klass.assignment.public_id, paper.id]
        return reverse("marking:paper", args=key) + query

    return address


@pytest.fixture
def prepared(klass):
    """Have the worker read what was handed in."""
    gather_waiting(now=NOON)
    prepare_waiting()
    return klass


@pytest.fixture
def blind(klass):
    set_plan(
        klass.assignment, is_blind=True, regrade_days=7, actor=klass.ines, now=NOON
    )
    return klass


def sent(chosen, *, do="save", base=0, check="note", **more):
    """Return what the form of a paper sends."""
    fields = {f"{check}.{name}": items for name, items in chosen.items()}
    return {"do": do, f"{check}:base": base, **fields, **more}
