"""``manage.py requests``: what students ask after a release, and the answers."""

from argparse import ArgumentParser
from collections.abc import Iterator

from django.utils import timezone

from portal.courses.management.finding import course_of, person_of
from portal.courses.management.saying import Options, SayingCommand
from portal.courses.management.taking_in import add_course, add_staff
from portal.marking.access import get_request
from portal.marking.models import RegradeRequest
from portal.marking.selectors.requests import requests_in
from portal.marking.services import decide, reply


class Command(SayingCommand):
    """Grade anew first, by ``papers import`` or ``grades enter``; then decide."""

    help = "List regrade requests, answer and decide them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        show = verbs.add_parser("list", help="those that are open, oldest first")
        show.set_defaults(say=_list)
        show.add_argument("--closed", action="store_true", help="the others, instead")
        add_course(show)
        for verb, what in (
            ("reply", "write to the student"),
            ("accept", "say that they are right"),
            ("decline", "say why it stays"),
        ):
            one = verbs.add_parser(verb, help=what)
            one.set_defaults(say=_reply if verb == "reply" else _decide)
            one.add_argument("request", metavar="ID", help="as list shows it")
            one.add_argument("--text", required=True, help="the student reads it")
            add_staff(one)


def _list(options: Options) -> Iterator[str]:
    course = course_of(options["course"])
    found = requests_in(course, is_open=not options["closed"])
    for one in found.prefetch_related("messages__author"):
        what = f"{one.submission.assignment.slug}, {one.check_name or 'all of it'}"
        who = one.submission.enrollment.user.email
        yield f"{one.public_id} {one.state}: {who}, {what}"
        for said in sorted(one.messages.all(), key=lambda message: message.pk):
            yield f"  {said.author.email}: {said.text}"


def _reply(options: Options) -> Iterator[str]:
    request, now = _asked(options), timezone.now()
    reply(request, options["text"], actor=person_of(options["by"]), now=now)
    yield f"{request.public_id}: answered, and still open."


def _decide(options: Options) -> Iterator[str]:
    request = _asked(options)
    decide(
        request,
        is_accepted=options["verb"] == "accept",
        text=options["text"],
        actor=person_of(options["by"]),
        now=timezone.now(),
    )
    yield f"{request.public_id}: {request.state}."


def _asked(options: Options) -> RegradeRequest:
    return get_request(person_of(options["by"]), options["request"])
