"""Sends letters: over one connection, each once, again only where that is safe."""

import logging
import smtplib
import time
from datetime import datetime, timedelta
from typing import Any

from django.core import mail

from portal.notifications.letters import written
from portal.notifications.models import Letter
from portal.notifications.policy import wait_after

logger = logging.getLogger(__name__)
State = Letter.State
MOST_AT_ONCE = 50  # of one connection; the next round comes in a quarter of a minute
ROUND_S = 10.0  # the worker has other things to do while a mail server is slow
STUCK_AFTER = timedelta(minutes=30)


def deliver(*, now: datetime) -> int:
    """Send what is due; return how many letters went out.

    Where no connection is made, nothing is claimed, and the next round tries again.
    """
    _give_up_stuck(now)
    due = Letter.objects.filter(state=State.WAITING, not_before__lte=now)
    letters = list(due.select_related("person").order_by("pk")[:MOST_AT_ONCE])
    if not letters:
        return 0
    connection = mail.get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("no mail goes out: %s; %s letters wait", error, len(letters))
        return 0
    sent, ends = 0, time.monotonic() + ROUND_S
    try:
        for letter in letters:
            if time.monotonic() > ends:
                break
            state = _send(letter, connection, now)
            sent += state == State.SENT
            if state == State.UNSURE:  # the line is dead: the others keep waiting
                break
    finally:
        connection.close()
    return sent


def _send(letter: Letter, connection: Any, now: datetime) -> str:
    """Claim the letter and send it; return where it is, "" if with another worker."""
    won = Letter.objects.filter(pk=letter.pk, state=State.WAITING).update(
        state=State.SENDING, claimed_at=now, tries=letter.tries + 1
    )
    if not won:
        return ""
    message = written(letter, now=now)
    if message is None:
        return _end(letter, State.EMPTY, now)
    message.connection = connection
    try:
        message.send()
    except smtplib.SMTPException as error:
        return _refused(letter, error, now)
    except OSError as error:
        return _end(letter, State.UNSURE, now, str(error))
    return _end(letter, State.SENT, now)


def _refused(letter: Letter, error: smtplib.SMTPException, now: datetime) -> str:
    """Note what the server said: later, never, or nothing that could be relied on."""
    code = _code(error)
    wait = wait_after(letter.tries + 1)
    if code is None:
        return _end(letter, State.UNSURE, now, str(error))
    if not 400 <= code < 500 or wait is None:
        return _end(letter, State.REFUSED, now, str(error))
    Letter.objects.filter(pk=letter.pk, state=State.SENDING).update(
        state=State.WAITING, not_before=now + wait, note=str(error)[:300]
    )
    return State.WAITING


def _code(error: smtplib.SMTPException) -> int | None:
    """Return the server's answer, which says that it did not take the mail."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((code for code, _ in error.recipients.values()), None)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None


def _end(letter: Letter, state: str, now: datetime, note: str = "") -> str:
    """Close a letter that this worker holds; return how."""
    if state in (State.REFUSED, State.UNSURE):
        logger.warning("letter %s is %s: %s", letter.public_id, state, note)
    Letter.objects.filter(pk=letter.pk, state=State.SENDING).update(
        state=state, ended_at=now, note=note[:300]
    )
    return state


def _give_up_stuck(now: datetime) -> None:
    """A worker that died may have sent it: it is not sent again, and says so."""
    stuck = Letter.objects.filter(state=State.SENDING, claimed_at__lt=now - STUCK_AFTER)
    gone = stuck.update(state=State.UNSURE, ended_at=now, note="The worker died.")
    if gone:
        logger.warning("%s letters may or may not have gone out", gone)
