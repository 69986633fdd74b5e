"""Import an old register: look, then take or drop (nhập sổ cũ)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.files import rules as files
from cuulong.core.files.store import read, store
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.search.index import put_all
from cuulong.lib.dates import VIETNAM, local_date
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import clean

from ...incoming.models import Channel, Incoming
from ...outgoing.models import Outgoing
from ...records.models import Direction, Document, Movement, State
from ...records.places import must
from ...records.rules import Refused, number_key
from ...records.search import entry_of
from ..models import Batch, BatchState
from ..rows import Old, Remark, judge, read_rows

RIGHT = "documents.import"
SIZE = 1000


@transaction.atomic
def preview(
    data: bytes, *, name: str, agency: Agency, direction: str, issuer: str, acting: Acting, at: datetime
) -> Batch:
    """Keep the file and say what taking it would do, row by row (xem trước). Raises TableError, Refused, Forbidden."""
    must(acting, RIGHT, agency)
    table = read_rows(data)
    batch = Batch(
        agency=agency,
        direction=Direction(direction),
        issuer=clean(issuer)[:200],
        file=store(data, name=name, acting=acting, allowed=frozenset({files.TEXT, files.XLSX})),
        columns={"known": sorted(table.rows[0].values) if table.rows else [], "unknown": list(table.unknown)},
        by_label=acting.actor_label[:150],
    )
    _judge(batch, data, at)
    batch.save()
    return batch


@transaction.atomic
def take(batch: Batch, *, acting: Acting, at: datetime) -> Batch:
    """Write the good rows as history, in one transaction (nhập). Raises Refused, Forbidden.

    What is there already is left alone, so that a file may be taken again after it was mended.
    """
    batch = _open(batch, acting)
    good = _judge(batch, read(batch.file), at)
    for start in range(0, len(good), SIZE):
        _write(batch, good[start : start + SIZE], acting=acting, at=at)
    batch.state, batch.taken_at = BatchState.DONE, at
    batch.save()
    record(acting, "documents.import", batch, agency=batch.agency, file=batch.file.name, n=len(good))
    return batch


@transaction.atomic
def drop(batch: Batch, *, acting: Acting) -> Batch:
    """Leave it; the report stays (bỏ). Raises Refused, Forbidden."""
    batch = _open(batch, acting)
    batch.state = BatchState.DROPPED
    batch.save()
    record(acting, "documents.import_dropped", batch, agency=batch.agency, file=batch.file.name)
    return batch


def _open(batch: Batch, acting: Acting) -> Batch:
    batch = Batch.objects.select_for_update(of=("self",)).select_related("agency", "file").get(pk=batch.pk)
    must(acting, RIGHT, batch.agency)
    if batch.state != BatchState.PREVIEW:
        raise Refused("settled", gettext_noop("Lần nhập này đã xong hoặc đã bỏ. Chọn tệp để nhập lần mới."))
    return batch


def _judge(batch: Batch, data: bytes, at: datetime) -> list[Old]:
    """Fill in counts and remarks; the rows that are good and new."""
    table = read_rows(data)
    good: list[Old] = []
    remarks: list[Remark] = []
    counts: Counter[str] = Counter(rows=len(table.rows) + len(table.errors), bad=len(table.errors), odd=0)
    for old, odd in judge(table.rows, issuer=batch.issuer, today=local_date(at)):
        remarks += odd
        if old is None:
            counts["bad"] += 1
        else:
            good.append(old)
            counts["odd"] += bool(odd)
    known = _known(batch, good)
    new = [one for one in good if one.key not in known]
    batch.counts = dict(counts) | {"known": len(good) - len(new), "new": len(new)}
    batch.remarks = [[error.line, "bad", error.message, dict(error.params)] for error in table.errors]
    batch.remarks += [[one.line, "bad" if one.is_bad else "odd", one.sentence, dict(one.params)] for one in remarks]
    batch.remarks.sort(key=lambda one: one[0])
    return new


def _known(batch: Batch, rows: Iterable[Old]) -> set[tuple[str, date, str]]:
    days = {one.issued_on for one in rows}
    there = Document.objects.filter(agency=batch.agency, direction=batch.direction, issued_on__in=days)
    found = there.values_list("number_key", "issued_on", "subject")
    return {(key, day, subject.casefold()) for key, day, subject in found if day is not None}


def _write(batch: Batch, rows: list[Old], *, acting: Acting, at: datetime) -> None:
    """Some hundred documents in five statements."""
    is_out = batch.direction == Direction.OUTGOING
    documents = Document.objects.bulk_create([_document(batch, one, acting) for one in rows])
    pairs = list(zip(documents, rows, strict=True))
    if is_out:
        Outgoing.objects.bulk_create(
            Outgoing(document=document, issued_at=_noon(one.issued_on)) for document, one in pairs
        )
    else:
        Incoming.objects.bulk_create(
            Incoming(
                document=document,
                channel=Channel.HISTORY,
                arrived_at=_noon(one.arrived_on or one.issued_on),
                closed_at=_noon(one.arrived_on or one.issued_on),
                outcome=one.note,
            )
            for document, one in pairs
        )
    Movement.objects.bulk_create(_line(batch, document, one, acting, at) for document, one in pairs)
    put_all(entry_of(document) for document in documents)


def _document(batch: Batch, one: Old, acting: Acting) -> Document:
    is_out = batch.direction == Direction.OUTGOING
    return Document(
        direction=batch.direction,
        agency=batch.agency,
        state=State.ISSUED if is_out else State.CLOSED,
        kind=one.kind,
        kind_name=one.kind_name,
        number=one.number,
        number_key=number_key(one.number)[:60],
        issued_on=one.issued_on,
        issuer_name=one.issuer,
        subject=one.subject,
        summary=one.summary,
        signer_name=one.signer,
        created_by=acting.account,
    )


def _line(batch: Batch, document: Document, one: Old, acting: Acting, at: datetime) -> Movement:
    return Movement(
        document=document,
        verb="import",
        after=document.state,
        happened_at=at,
        actor=str(acting.actor_ref),
        actor_name=acting.actor_label if acting.is_official else "",
        agency_name=batch.agency.name[:200],
        note=one.note,
        details={"batch": str(batch.uuid), "line": one.line},
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), VIETNAM)
