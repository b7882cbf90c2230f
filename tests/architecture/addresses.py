"""Every route of the site, and an address of each with a scene's own ids."""

from django.urls import URLResolver, get_resolver, reverse

_OF_DESK = "regrades desk plan deal papers next agreement rubric"
OF_DESK = [f"marking:{name}" for name in _OF_DESK.split()]
OF_BOOK = [f"staff:{n}" for n in "columns exports export import undo".split()]
OF_SLOT = [f"meetings:slot-{n}" for n in "close take assign".split()]
OF_RATING = [f"meetings:{n}" for n in "rating ratings ratings-enter".split()]
_OF_SETUP = "setup setup-folder setup-text setup-part made-new release-all"
OF_SETUP = [f"staff:{name}" for name in _OF_SETUP.split()]
OF_ALIKE = [f"similarity:{n}" for n in "runs start threshold".split()]
OF_COMPARISON = [f"similarity:{n}" for n in "comparison file".split()]
OF_PAIR = [f"similarity:{n}" for n in "pair note names".split()]
OF_COLUMN = [f"staff:{n}" for n in "column release withdraw".split()]
PAIRS = {
    "staff:cell": ("enrollment", "assignment"),
    "meetings:register": ("attending", "unit"),
}


def routes(resolver=None, space=""):
    """Yield the full name of every route."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace or ""
            yield from routes(pattern, ":".join(filter(None, (space, inner))))
        else:
            yield ":".join(filter(None, (space, pattern.name or "?")))


def address(name, ids):
    """Return a URL of the route with the scene's own ids."""
    owner_of = {
        "student:course": "course",
        "student:grades": "course",
        "student:grades-file": "course",
        "staff:grades": "enrollment",
        "staff:dashboard": "course",
        "staff:analysis": "assignment",
        "staff:likeness": "assignment",
        "staff:gradebook": "course",
        **dict.fromkeys(OF_BOOK, "course"),
        **dict.fromkeys(OF_COLUMN, "assignment"),
        "student:assignment": "assignment",
        "student:boards": "course",
        "student:board": "assignment",
        "student:leaders": "archive",
        "student:board-presence": "assignment",
        "student:assignment-file": "assignment",
        "student:hand-in": "assignment",
        "staff:requeue": "job",
        "student:team": "project",
        "student:team-make": "project",
        "student:team-join": "project",
        "student:team-invite": "team",
        "student:team-leave": "team",
        "student:invite-answer": "invite",
        "student:invite-withdraw": "invite",
        **dict.fromkeys(OF_SETUP, "course"),
        **dict.fromkeys(("staff:made", "staff:made-rubric"), "assignment"),
        "staff:rules": "course",
        "staff:late-trial": "course",
        **dict.fromkeys(("staff:people", "staff:people-file"), "course"),
        "staff:analysis-file": "assignment",
        **dict.fromkeys(("marking:course-file", "marking:requests-file"), "course"),
        **dict.fromkeys(("marking:papers-file", "marking:graders-file"), "assignment"),
        "staff:teams-file": "project",
        "meetings:attendance-file": "attending",
        "staff:person": "enrollment",
        "staff:person-change": "enrollment",
        "staff:person-drop": "enrollment",
        "staff:person-time": "enrollment",
        "staff:roster": "course",
        "staff:roster-take-in": "course",
        "staff:entry": "course",
        "staff:code-open": "course",
        "staff:code-close": "code",
        "staff:section-add": "course",
        "staff:section-change": "section",
        "staff:dates": "assignment",
        "staff:date-end": "assignment",
        "staff:title": "assignment",
        "staff:extend": "assignment",
        "staff:extend-end": "assignment",
        "staff:copy": "course",
        "staff:folder": "course",
        "staff:folder-take-in": "course",
        "staff:teams": "project",
        "staff:team-form": "project",
        "staff:teams-take-over": "project",
        "staff:team-move": "team",
        "staff:team-remove": "team",
        "staff:team-size": "team",
        "staff:team-dissolve": "team",
        **dict.fromkeys(OF_ALIKE, "assignment"),
        **dict.fromkeys(OF_COMPARISON, "comparison"),
        **dict.fromkeys(OF_PAIR, "pair"),
        "meetings:attendance": "attending",
        "meetings:own-attendance": "attending",
        "meetings:mark-undo": "mark",
        "meetings:slot-open": "talk",
        **dict.fromkeys(OF_SLOT, "slot"),
        "meetings:place-leave": "place",
        **dict.fromkeys(OF_RATING, "rating"),
        "ops:requeue": "job",
        "ops:runner-order": "runner",
        "account:token-revoke": "course",  # no token has this id
        **dict.fromkeys(("notices:open", "notices:read"), "course"),
        **dict.fromkeys(("marking:course", "marking:requests"), "course"),
        "marking:request": "request",
        "marking:regrade": "regrade",
        **dict.fromkeys(OF_DESK, "assignment"),
    }
    for arguments in (
        [ids[kind] for kind in PAIRS.get(name, ())],
        [ids[owner_of.get(name, "submission")]],
        [ids[owner_of.get(name, "submission")], "drain"],
        [ids["assignment"], ids["paper"]],
        [ids["assignment"], ids["paper"], 1],
        [ids["assignment"], ids["paper"], 1, 1],
        [ids["submission"], 1, 1],
    ):
        try:
            return reverse(name, args=arguments)
        except Exception:
            continue
    raise AssertionError(name)
