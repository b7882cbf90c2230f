"""Pure rules: who can get mail, when, and what a server's answer means."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

# Nobody can have an address there (RFC 2606): a simulated class lives at .example.
NOWHERE = (".example", ".invalid", ".test", ".localhost")
NEWS_FOR = timedelta(days=14)  # what is older when we hear of it is history
GATHER = timedelta(seconds=60)  # what comes in this time goes in one mail
APART = timedelta(minutes=10)  # between two mails to one person
DAILY_AT = time(7)  # of the reader's own day
WAITS = (1, 5, 30, 120, 480)  # minutes between tries while the server says later


def can_get_mail(address: str) -> bool:
    """Say whether there can be a mailbox at ``address``."""
    domain = "." + address.rpartition("@")[2].lower().rstrip(".")
    return not domain.endswith(NOWHERE)


def day_of_digest(now: datetime, zone: str) -> str:
    """Return the day whose digest is due by now in ``zone``, or nothing before it."""
    local = now.astimezone(ZoneInfo(zone or "UTC"))
    return f"{local:%Y-%m-%d}" if local.time() >= DAILY_AT else ""


def wait_after(tries: int) -> timedelta | None:
    """Return how long to wait after so many tries; None: it is given up."""
    return timedelta(minutes=WAITS[tries - 1]) if tries <= len(WAITS) else None


def one_line(text: str) -> str:
    """Return ``text`` without line ends or anything else a header could break at."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
