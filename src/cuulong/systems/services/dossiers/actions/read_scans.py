"""Read the scans of accepted dossiers by machine, so that search finds them (nhận dạng chữ trong giấy tờ số hóa)."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from cuulong.core.files import recognising
from cuulong.core.files.store import Damaged
from cuulong.core.search.index import put_all, remove

from ..machine_read import document_of_paper
from ..models import Dossier, Paper, Reading

BUDGET_SECONDS = 240  # of one run of the job
STUCK = timedelta(minutes=15)
MOST_ATTEMPTS = 3
STATE = Reading.State

logger = logging.getLogger(__name__)


@transaction.atomic
def ask_to_read(dossier: Dossier, *, at: datetime) -> int:
    """Note the scans of an accepted dossier that wait to be read; those replaced are found no more (chờ nhận dạng).

    Safe to repeat; answers how many are new.
    """
    if dossier.accepted_at is None:
        return 0
    scans = Paper.objects.filter(dossier=dossier, file__media_type__in=recognising.READABLE)
    for old in scans.filter(replaced=True, reading__isnull=False):
        remove(old.ref)
    new = list(scans.filter(replaced=False, reading=None))
    Reading.objects.bulk_create([Reading(paper=paper, asked_at=at) for paper in new], ignore_conflicts=True)
    return len(new)


def read_waiting(*, seconds: float = BUDGET_SECONDS) -> int:
    """The job of every minute: read what waits, within a budget; answers how many were read (nhận dạng bản quét).

    Where the program is missing nothing is lost: the scans go on waiting.
    """
    ends, done = time.monotonic() + seconds, 0
    while (left := ends - time.monotonic()) > 0 and (one := _take_next()) is not None:
        try:
            _read(one, min(left, recognising.FILE_SECONDS))
        except recognising.Unavailable as error:
            Reading.objects.filter(pk=one.pk).update(state=STATE.WAITING, attempts=F("attempts") - 1)
            logger.warning("scans are not read: %s is missing", error)
            return done
        done += 1
    return done


@transaction.atomic
def _take_next() -> Reading | None:
    """The scan that waits longest, or one whose reader died; no other worker gets it."""
    now = timezone.now()
    to_do = Q(state=STATE.WAITING) | Q(state=STATE.BEGUN, begun_at__lt=now - STUCK)
    found = Reading.objects.select_for_update(skip_locked=True, of=("self",)).filter(to_do)
    one = found.select_related("paper__file").order_by("asked_at", "pk").first()
    if one is None:
        return None
    one.attempts += 1
    one.state, one.begun_at = (STATE.FAILED if one.attempts > MOST_ATTEMPTS else STATE.BEGUN), now
    one.save(update_fields=["attempts", "state", "begun_at"])
    return one


def _read(one: Reading, seconds: float) -> None:
    if one.state == STATE.FAILED or one.paper.file is None:
        return
    try:
        found = recognising.recognise(one.paper.file, seconds=seconds)
    except (recognising.Unreadable, Damaged) as error:
        logger.warning("a scan could not be read: %s", type(error).__name__)
        Reading.objects.filter(pk=one.pk).update(state=STATE.FAILED, done_at=timezone.now())
        return
    with transaction.atomic():
        one.state, one.done_at = STATE.DONE, timezone.now()
        one.text, one.pages, one.whole, one.engine = found.text, found.pages, found.whole, found.engine
        one.save(update_fields=["state", "done_at", "text", "pages", "whole", "engine"])
        put_all([document_of_paper(one.paper)] if found.text and not one.paper.replaced else [])
