"""How long a receiver asks to be left alone: Retry-After, as RFC 9110 (10.2.3) has it."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def asked_wait_s(given: str, now: datetime) -> float:
    """given: seconds or an HTTP date; 0 for what is neither, or is past. As long as they like: the back-off has the
    bound."""
    if given.isdecimal():
        return float(given)
    try:
        moment = parsedate_to_datetime(given)
    except (ValueError, TypeError, OverflowError):
        return 0.0
    # The two old forms of an HTTP date name no zone, and mean UTC.
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
