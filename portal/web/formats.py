"""How numbers, durations and instants are written, everywhere the same."""

import re
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

NONE = "–"
MINUS = "−"
_PERCENT = re.compile("([0-9]) %")


def points(value: float | None) -> str:
    """Return ``61.0``; one decimal, as every score.

    Below one point two, where one would hide something: ``0.96`` is not ``1.0``.
    """
    if value is None:
        return NONE
    digits = 2 if abs(value) < 0.995 and f"{value:z.2f}"[-1] != "0" else 1
    return f"{value:z.{digits}f}".replace("-", MINUS)


def maximum(value: float | None) -> str:
    """Return ``70``, or ``2.5`` where it is not whole."""
    return NONE if value is None else f"{value:g}"


def signed(value: float) -> str:
    """Return ``+13.0`` or ``−4.0``."""
    return f"{value:+.1f}".replace("-", MINUS)


def whole(value: float) -> str:
    """Return ``2,000``."""
    return f"{value:,.0f}".replace("-", MINUS)


def file_size(count: float) -> str:
    """Return ``606 kB`` or ``48.2 MB``."""
    units = ["B", "kB", "MB", "GB"]
    while count >= 999.5 and len(units) > 1:
        count /= 1000
        units.pop(0)
    digits = 1 if units[0] != "B" and count < 99.95 else 0
    return f"{count:.{digits}f} {units[0]}"


def memory(mib: float | None) -> str:
    """Return ``612 MiB`` or ``2 GiB``."""
    if mib is None:
        return NONE
    if mib >= 1024 and mib % 1024 == 0:
        return f"{mib / 1024:.0f} GiB"
    return f"{mib:,.0f} MiB"


def duration(seconds: float | None) -> str:
    """Return ``41.8 s``, ``2 min 14 s``, ``1 h 05 min`` or ``3 d 4 h``."""
    if seconds is None:
        return NONE
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    whole_s = round(seconds)
    minutes, hours, days = whole_s // 60, whole_s // 3600, whole_s // 86400
    if hours == 0:
        return f"{minutes} min {whole_s % 60} s" if whole_s % 60 else f"{minutes} min"
    if days == 0:
        return f"{hours} h {minutes % 60:02d} min"
    return f"{days} d {hours % 24} h"


def span(seconds: float) -> str:
    """Return a round length: ``72 min``, ``4 h``, ``4 h 48 min``."""
    minutes = round(seconds / 60)
    if minutes <= 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes % 60 == 0 else duration(minutes * 60)


def running_clock(seconds: float) -> str:
    """Return ``1:32`` or ``1:02:05``."""
    whole_s = max(0, int(seconds))
    hours, minutes = whole_s // 3600, whole_s // 60 % 60
    if hours:
        return f"{hours}:{minutes:02d}:{whole_s % 60:02d}"
    return f"{minutes}:{whole_s % 60:02d}"


def estimate(seconds: float | None) -> str:
    """Return ``≈ 55 s``; rounded, for it is a guess."""
    if seconds is None:
        return NONE
    if seconds < 60:
        return f"≈ {max(5, round(seconds / 5) * 5)} s"
    return f"≈ {duration(round(seconds / 60) * 60)}"


def measure(value: float | None, unit: str = "") -> str:
    """Return a measured number with its unit: ``0.9610``, ``46.1 ms``, ``606 kB``."""
    if value is None:
        return NONE
    if unit == "s":
        return duration(value)
    if unit in ("B", "bytes"):
        return file_size(value)
    if not unit or unit == "share":
        return plain(value)
    text = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return f"{text.replace('-', MINUS)}{'' if unit == '×' else ' '}{unit}"


def plain(value: float) -> str:
    """Return a number without a unit: ``0.9610``, a share, but ``1`` and ``2,000``.

    What is more than a share and no count has four digits.
    """
    if float(value).is_integer():
        return whole(value + 0.0)  # never −0
    if abs(value) >= 1000:
        return f"{value:,.1f}".replace("-", MINUS)
    digits = ".4f" if abs(value) <= 1 else ".4g"
    return f"{value:{digits}}".replace("-", MINUS)


def short(value: float, unit: str = "") -> str:
    """Return a bound as its author wrote it: ``0.9``, ``46 ms``."""
    text = f"{value:,.10g}".replace("-", MINUS)
    return f"{text}{'' if unit == '×' else ' '}{unit}" if unit else text


def change(value: float, unit: str = "") -> str:
    """Return a difference with its sign: ``+0.0130``, ``−8.3 s``."""
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return sign + measure(abs(value), unit)


def unbroken(text: str) -> str:
    """Keep each number and its percent sign on one line."""
    return _PERCENT.sub("\\1\N{NO-BREAK SPACE}%", text)


def zone_of(name: str) -> tzinfo:
    """Return the zone of that name; UTC where there is none."""
    return ZoneInfo(name or "UTC")


def day(at: datetime, zone: tzinfo, *, now: datetime) -> str:
    """Return ``Tue 4 Oct``, with the year only if it is another one."""
    local = at.astimezone(zone)
    text = f"{local:%a} {local.day} {local:%b}"
    return text if local.year == now.astimezone(zone).year else f"{text} {local.year}"


def instant(at: datetime, zone: tzinfo, *, now: datetime) -> str:
    """Return ``Tue 4 Oct, 18:30 PDT``."""
    return f"{day(at, zone, now=now)}, {at.astimezone(zone):%H:%M %Z}"


def yours(at: datetime, course: tzinfo, mine: tzinfo, *, now: datetime) -> str:
    """Return ``20:30 for you``, with the day if it is another; empty if the same."""
    there, here = at.astimezone(course), at.astimezone(mine)
    if there.utcoffset() == here.utcoffset():
        return ""
    if there.date() == here.date():
        return f"{here:%H:%M} for you"
    return f"{day(at, mine, now=now)}, {here:%H:%M} for you"


def distance(at: datetime, *, now: datetime) -> str:
    """Return ``in 3 days``, ``in 42 min``, ``just now`` or ``2 days ago``."""
    is_past = at < now
    if is_past and now - at < timedelta(minutes=1):
        return "just now"
    text = _span(abs(at - now))
    return f"{text} ago" if is_past else f"in {text}"


def _span(span: timedelta) -> str:
    if span < timedelta(minutes=1):
        return "less than a minute"
    if span < timedelta(hours=1):
        return f"{span.seconds // 60} min"
    if span < timedelta(days=2):
        hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
        return (
            f"{hours} h {minutes:02d} min" if minutes and hours < 12 else f"{hours} h"
        )
    if span < timedelta(days=730):
        return f"{span.days} days"
    return f"{span.days // 365} years"
