import pytest

from portal.audit.selectors import events_of
from portal.audit.services import record
from tests.factories.accounts import NOON, UserFactory

pytestmark = pytest.mark.django_db


def test_a_line_says_who_did_what_to_which_thing():
    ines, alice = UserFactory(), UserFactory()

    record("person.greeted", alice, actor=ines, now=NOON, words="hello")

    line = events_of(alice).get()
    assert (line.actor_kind, line.actor_id) == ("person", str(ines.public_id))
    assert (line.verb, line.object_kind) == ("person.greeted", "user")
    assert line.data == {"words": "hello"}


def test_what_we_do_ourselves_has_no_actor():
    alice = UserFactory()
    record("person.forgotten", alice, now=NOON)
    assert events_of(alice).get().actor_kind == "system"


def test_one_things_diary_is_not_anothers():
    record("person.greeted", UserFactory(), now=NOON)
    assert not events_of(UserFactory()).exists()
