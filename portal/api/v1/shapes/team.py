"""Teams, who is in them, and invitations."""

from typing import Any

from rest_framework import serializers


class MemberShape(serializers.Serializer[Any]):
    """Somebody who is in the team now."""

    id = serializers.UUIDField(source="user.public_id")
    name = serializers.CharField(source="user.name")
    email = serializers.EmailField(source="user.email")
    is_active = serializers.BooleanField()


class TeamShape(serializers.Serializer[Any]):
    """A team as its members and staff see it; ``code`` lets others join."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    code = serializers.CharField(source="join_code")
    members = MemberShape(many=True, source="people")
    is_any_size = serializers.BooleanField()
    formed_at = serializers.DateTimeField()
    first_hand_in_at = serializers.DateTimeField(allow_null=True)
    dissolved_at = serializers.DateTimeField(allow_null=True)
    urls = serializers.DictField(child=serializers.CharField())


class NewTeamShape(serializers.Serializer[Any]):
    """A team to make: one's own, or for staff, of students by address."""

    name = serializers.CharField(max_length=64)
    members = serializers.ListField(child=serializers.EmailField(), default=list)


class JoinShape(serializers.Serializer[Any]):
    """The code that a member passed on."""

    code = serializers.CharField(max_length=20)


class AddressShape(serializers.Serializer[Any]):
    """A student, by address."""

    email = serializers.EmailField()


class MoveShape(AddressShape):
    """Who comes in; with a reason, what came before counts for them too."""

    earlier_counts_because = serializers.CharField(
        max_length=2000, default="", allow_blank=True
    )


class ReasonShape(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=2000)


class AnswerShape(serializers.Serializer[Any]):
    """Yes or no."""

    answer = serializers.ChoiceField(["accept", "decline"])


class InviteShape(serializers.Serializer[Any]):
    """An invitation nobody has answered."""

    id = serializers.UUIDField(source="public_id")
    team = serializers.CharField(source="team.name")
    to = serializers.EmailField(source="enrollment.user.email")
    by = serializers.CharField(source="author.name")
    at = serializers.DateTimeField()
    urls = serializers.DictField(child=serializers.CharField())
