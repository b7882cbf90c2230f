"""Registers, slots and ratings: what happens in class."""

from typing import Any

from rest_framework import serializers

from portal.meetings.models import Mark
from portal.meetings.policy import BEST
from portal.meetings.services.ratings import LONGEST
from portal.meetings.services.register import LONGEST_REASON, MARKS

WORDS = [(str(word.value), word.label) for word in MARKS]


class StudentShape(serializers.Serializer[Any]):
    """A student; ``id`` is the one of their enrollment."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField(source="user.name")
    email = serializers.EmailField(source="user.email")


class MeetingShape(serializers.Serializer[Any]):
    """A session of the course."""

    unit = serializers.IntegerField()
    title = serializers.CharField()
    starts_at = serializers.DateTimeField()


class CountedMeetingShape(serializers.Serializer[Any]):
    """A session, and how many were present, late, absent, excused."""

    session = MeetingShape()
    counts = serializers.DictField(child=serializers.IntegerField())
    url = serializers.CharField()


class ShareShape(serializers.Serializer[Any]):
    """What a student's marks come to; ``value`` is null where no session counts."""

    value = serializers.FloatField(allow_null=True)
    sentence = serializers.CharField()


class AttendingShape(serializers.Serializer[Any]):
    """A student and what their marks come to."""

    student = StudentShape()
    share = ShareShape()


class AttendanceShape(serializers.Serializer[Any]):
    """Every session and every student of an attendance; for staff."""

    sessions = CountedMeetingShape(many=True)
    students = AttendingShape(many=True)


class OwnMarkShape(serializers.Serializer[Any]):
    """How a session of one's own went."""

    session = MeetingShape()
    mark = serializers.CharField(source="kind")
    reason = serializers.CharField()


class OwnAttendanceShape(serializers.Serializer[Any]):
    """One's own marks, and what they come to."""

    marks = OwnMarkShape(many=True)
    share = ShareShape()


class MarkShape(serializers.Serializer[Any]):
    """A line of a register, as it was written."""

    id = serializers.UUIDField(source="public_id")
    email = serializers.EmailField(source="enrollment.user.email")
    mark = serializers.ChoiceField(Mark.Kind.choices, source="kind")
    reason = serializers.CharField()
    author = serializers.CharField(source="author.name")
    at = serializers.DateTimeField()
    undoes = serializers.UUIDField(source="undoes.public_id", default=None)


class RegisterLineShape(serializers.Serializer[Any]):
    """A student and the mark that holds; null where there is none."""

    student = StudentShape()
    mark = MarkShape(allow_null=True)


class RegisterShape(serializers.Serializer[Any]):
    """A session's register; send ``seen`` back with what you write."""

    session = MeetingShape()
    seen = serializers.IntegerField()
    lines = RegisterLineShape(many=True)
    entries = MarkShape(many=True)


class SaidShape(serializers.Serializer[Any]):
    """What staff say of one student."""

    email = serializers.EmailField()
    mark = serializers.ChoiceField(WORDS)
    reason = serializers.CharField(
        max_length=LONGEST_REASON, default="", allow_blank=True
    )


class NewMarksShape(serializers.Serializer[Any]):
    """Marks to write; ``rest`` is said of all others who have none yet."""

    seen = serializers.IntegerField()
    marks = SaidShape(many=True, default=list)
    rest = serializers.ChoiceField(["", "present", "absent"], default="")


class OwnPlaceShape(serializers.Serializer[Any]):
    """One's own place; ``position`` is that in the waiting line, else 0."""

    id = serializers.UUIDField(source="own.public_id")
    is_waiting = serializers.BooleanField(source="own.is_waiting")
    position = serializers.IntegerField()


class PlaceShape(serializers.Serializer[Any]):
    """Who has a place or waits; for staff."""

    id = serializers.UUIDField(source="public_id")
    student = StudentShape(source="enrollment")
    is_waiting = serializers.BooleanField()
    urls = serializers.DictField(child=serializers.CharField())


class SlotShape(serializers.Serializer[Any]):
    """A slot as its viewer sees it; ``people`` are named to staff only."""

    id = serializers.UUIDField(source="slot.public_id")
    role = serializers.CharField(source="slot.role")
    session = MeetingShape(source="slot.session")
    places = serializers.IntegerField(source="slot.places")
    free = serializers.IntegerField()
    waiting = serializers.IntegerField(source="in_line")
    leave_by = serializers.DateTimeField(source="slot.leave_by")
    can_take = serializers.BooleanField()
    can_leave = serializers.BooleanField()
    own = OwnPlaceShape(allow_null=True)
    people = PlaceShape(many=True)
    urls = serializers.DictField(child=serializers.CharField())


class NewSlotShape(serializers.Serializer[Any]):
    """A slot to open."""

    unit = serializers.IntegerField()
    role = serializers.CharField(max_length=64)
    places = serializers.IntegerField(default=1)
    notice_hours = serializers.IntegerField(default=48)


class RatingTaskShape(serializers.Serializer[Any]):
    """Whom one still rates; ``mean`` is what one received, once it is released."""

    team = serializers.CharField(allow_null=True)
    missing = StudentShape(many=True)
    due = serializers.DateTimeField(allow_null=True)
    is_closed = serializers.BooleanField()
    mean = serializers.FloatField(allow_null=True)


class OpinionShape(serializers.Serializer[Any]):
    """What one says of a member."""

    email = serializers.EmailField()
    points = serializers.IntegerField(min_value=1, max_value=BEST)
    sentence = serializers.CharField(max_length=LONGEST)


class OpinionsShape(serializers.Serializer[Any]):
    """What one says of everybody in the team who is not rated yet."""

    ratings = OpinionShape(many=True)


class GivenShape(serializers.Serializer[Any]):
    """One rating, and by whom."""

    by = serializers.EmailField(source="rater.user.email")
    points = serializers.IntegerField()
    sentence = serializers.CharField()


class RatedShape(serializers.Serializer[Any]):
    """What a member received and gave."""

    student = StudentShape()
    mean = serializers.FloatField(allow_null=True)
    given = serializers.IntegerField()
    to_give = serializers.IntegerField()
    received = GivenShape(source="got", many=True)


class TeamRatingsShape(serializers.Serializer[Any]):
    """The ratings of a team; for staff."""

    team = serializers.CharField(source="team.name")
    members = RatedShape(source="results", many=True)


class EnteredShape(serializers.Serializer[Any]):
    """How many students keep a grade that staff set by hand."""

    kept_by_hand = serializers.IntegerField()
