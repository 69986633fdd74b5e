"""Import of the national catalogue: look, then take or drop (nhập danh mục quốc gia)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import IO, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.files.rules import TEXT, XLSX
from cuulong.core.files.store import read, store
from cuulong.core.outbox.jobs import defer, task
from cuulong.core.people.acting import Acting
from cuulong.core.search.index import put_all
from cuulong.core.search.spelling import learn_words
from cuulong.lib.errors import InputError, gettext_noop

from ..comparing import Plan, compare
from ..copying import as_json, copy_in
from ..finding import all_listed
from ..models import ImportRow, ImportRun, Outcome, RunState
from ..national.reading import LARGEST, read_catalogue
from .take_rows import take_rows

RIGHT = "services.catalogue.control"
KINDS = frozenset({TEXT, XLSX})


class NotNow(InputError):
    """The import is no longer where this could be done."""


def preview(upload: bytes | IO[bytes], *, name: str, whole: bool, acting: Acting) -> ImportRun:
    """Keep the file and the report of what taking it would do; the catalogue is not touched (xem trước).

    Raises lib.errors.InputError with a sentence when the file is no catalogue.
    """
    acting.require(RIGHT)
    data = upload if isinstance(upload, bytes) else upload.read()
    reading = read_catalogue(data)  # before it is kept: what cannot be read is not stored
    file = store(data, name=name, acting=acting, allowed=KINDS, max_bytes=LARGEST)
    plan = compare(reading, whole=whole)
    with transaction.atomic():
        run = ImportRun.objects.create(
            file=file, format=reading.format, whole=whole, counts=plan.counts, by=acting.account
        )
        _write_report(run, plan)
        record(acting, "services.catalogue.previewed", run, name=file.name, rows=len(plan.rows))
    return run


@transaction.atomic
def accept(run: ImportRun, *, acting: Acting) -> ImportRun:
    """Let the worker take the previewed file; every good row (ghi vào danh mục). Raises NotNow."""
    acting.require(RIGHT)
    run = _held(run.uuid, RunState.PREVIEW)
    _move(run, RunState.WAITING)
    defer(take_later, run=str(run.uuid), lock="services.catalogue")
    record(acting, "services.catalogue.accepted", run, name=run.file.name)
    return run


@transaction.atomic
def drop(run: ImportRun, *, acting: Acting) -> ImportRun:
    """Leave the previewed file alone; the report stays (bỏ lần nhập). Raises NotNow."""
    acting.require(RIGHT)
    run = _held(run.uuid, RunState.PREVIEW)
    _move(run, RunState.DROPPED, at=timezone.now())
    record(acting, "services.catalogue.dropped", run, name=run.file.name)
    return run


@task("services.take_catalogue")
def take_later(run: str) -> None:
    """The worker's part; a second try finds the run done and does nothing."""
    if ImportRun.objects.filter(uuid=run, state=RunState.WAITING).exists():
        take_in(UUID(run))


@task("services.find_catalogue")
def find_later(run: str) -> None:
    """The worker's next step: what was written is found, and typing errors in the new names are mended today."""
    make_findable(ImportRun.objects.get(uuid=run))
    learn_words()


def make_findable(run: ImportRun) -> int:
    """Let search know what a run wrote; as often as wanted (cập nhật chỉ mục)."""
    written = run.rows.filter(outcome__in=(Outcome.NEW, Outcome.CHANGED)).values("code")
    return put_all(all_listed(written))


def take_in(run_uuid: UUID) -> ImportRun:
    """Compare once more, since others may have worked meanwhile, and write all of it or nothing (ghi danh mục)."""
    try:
        with transaction.atomic():
            run = _held(run_uuid, RunState.WAITING)
            now = timezone.now()
            plan = compare(read_catalogue(read(run.file)), whole=run.whole)
            take_rows(plan, now)
            if not _still_true(run, plan):
                run.rows.all().delete()
                _write_report(run, plan)
            run.counts = plan.counts
            _move(run, RunState.DONE, at=now, also=("counts",))
            defer(find_later, run=str(run.uuid))
            record(Acting.system("catalogue"), "services.catalogue.taken", run, None, **_told(plan))
    except InputError as error:  # the stored file was read before: only a newer reader could refuse it
        run = ImportRun.objects.get(uuid=run_uuid)
        run.problem = str(error)[:300]
        _move(run, RunState.FAILED, at=timezone.now(), also=("problem",))
    return run


def _still_true(run: ImportRun, plan: Plan) -> bool:
    """Whether the report of the preview says what was done; a changed row may have changed otherwise meanwhile."""
    before = Counter(run.rows.values_list("code", "outcome"))
    now = Counter((one.row.code, one.outcome.value) for one in plan.rows)
    now += Counter((one.code, Outcome.REFUSED.value) for one in plan.refused)
    now += Counter((code, Outcome.MISSING.value) for code, _name in plan.missing)
    return before == now and not any(plan.of(Outcome.CHANGED))


def _told(plan: Plan) -> dict[str, int]:
    return {str(o.value): plan.counts.get(o.value, 0) for o in (Outcome.NEW, Outcome.CHANGED, Outcome.REFUSED)}


def _held(uuid: UUID, state: RunState) -> ImportRun:
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("file").get(uuid=uuid)
    if run.state != state:
        raise NotNow("not_now", gettext_noop("Lần nhập này đã được xử lý ở nơi khác. Xem lại tình trạng rồi làm tiếp."))
    return run


def _move(run: ImportRun, state: RunState, *, at: datetime | None = None, also: tuple[str, ...] = ()) -> None:
    run.state, run.finished_at = state, at
    run.save(update_fields=["state", "finished_at", *also])


def _write_report(run: ImportRun, plan: Plan) -> None:
    """Row by row: what it does and what is odd in it (báo cáo từng dòng)."""
    rows: list[tuple[Any, ...]] = [
        (
            run.pk,
            one.row.line,
            one.row.code,
            one.row.name,
            one.outcome.value,
            as_json(one.changes),
            as_json([f.plain() for f in one.row.findings]),
        )
        for one in plan.rows
    ]
    rows += [
        (run.pk, r.line, r.code, "", Outcome.REFUSED.value, "[]", as_json([f.plain() for f in r.findings]))
        for r in plan.refused
    ]
    rows += [(run.pk, None, code, name, Outcome.MISSING.value, "[]", "[]") for code, name in plan.missing]
    copy_in(ImportRow, ("run_id", "line", "code", "name", "outcome", "changes", "findings"), rows)
