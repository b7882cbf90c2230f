"""What staff see of a whole class takes as many queries at 50 students as at 500."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from benchmarks.gradebook_class import NOON, Class

# Of each: session, person with notices, what is looked at, who looks (of a course in
# the same), rules, lines of all, columns, what changed, the class.
COSTS = {
    "staff:dashboard": 11,  # more: what waits, hand-ins, jobs
    "staff:analysis": 11,  # more: hand-ins, jobs
    "staff:analysis-file": 11,
    "staff:column": 10,  # more: lines that were written
    "staff:cell": 9,  # instead of the class: whose it is, their lines and work
}


def addresses(many):
    course, item, who = many.course, many.items[1], many.people[-1]
    one = [item.public_id]
    return {
        "staff:dashboard": [course.public_id],
        "staff:analysis": one,
        "staff:analysis-file": [*one, "csv"],
        "staff:column": one,
        "staff:cell": [who.public_id, *one],
    }


@pytest.mark.django_db
@time_machine.travel(NOON + timedelta(days=2))
def test_queries_are_as_many_at_50_and_at_500(django_assert_num_queries):
    for students in (50, 500):
        many = Class(students, 3)
        for name, of in addresses(many).items():
            address = reverse(name, args=of)
            assert many.browser.get(address).status_code == 200  # works out the rest
            with django_assert_num_queries(COSTS[name], info=name):
                page = many.browser.get(address)
            if name == "staff:dashboard":
                said = page.content.decode()
                assert f"{students} students" in said
                assert f"{students} <span" in said  # have handed in
