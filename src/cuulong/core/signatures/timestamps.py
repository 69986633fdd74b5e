"""Who vouches for the time of a signature (dấu thời gian)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper

from . import authority

TIMEOUT = 10

# Kept between signatures: the size of an answer is measured once per stamper.
_kept: dict[str, TimeStamper] = {}


def stamper(at: datetime | None = None) -> TimeStamper | None:
    """The authority set by TSA_URL, else the demo one, else None (then signatures are B-B).

    `at` back-dates the demo authority, for demo data of the past; an outside authority says its own time.
    """
    if settings.TSA_URL:
        if settings.TSA_URL not in _kept:
            _kept[settings.TSA_URL] = RequestsHTTPTimeStamper(settings.TSA_URL, timeout=TIMEOUT)
        return _kept[settings.TSA_URL]
    if not authority.exists():
        return None
    if at is not None:
        return authority.load().stamper(at)
    key = "demo:{}:{}".format(*authority.stamp())
    if key not in _kept:
        _kept[key] = authority.load().stamper()
    return _kept[key]
