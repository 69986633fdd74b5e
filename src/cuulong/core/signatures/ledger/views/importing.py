"""Many certificates from one table: upload, preview with every bad row, then take (nhập sổ chứng thư số)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError
from cuulong.lib.tables import ImportReport, Row, RowError, Table, read_table

from ...queries import MANAGE
from ..actions.import_certificates import COLUMNS, REQUIRED, import_certificates
from ..forms import ImportForm

SALT = "signatures.import"
MAX_ROWS = 5_000


@official_required(MANAGE)
def upload(request: PersonRequest) -> HttpResponse:
    """Choose a table and see what it would do; nothing is written yet (xem trước)."""
    form = ImportForm(request.POST or None, request.FILES or None)
    report, kept = None, ""
    if request.method == "POST" and form.is_valid():
        try:
            table = read_table(form.cleaned_data["file"].read(), columns=COLUMNS, required=REQUIRED, max_rows=MAX_ROWS)
        except InputError as wrong:
            form.add_error("file", say(wrong))
        else:
            report = import_certificates(table, acting=request.acting, preview=True)
            kept = _pack(table)
    columns = [{"name": names[0], "required": key in REQUIRED} for key, names in COLUMNS.items()]
    context = {"form": form, "columns": columns, "kept": kept, **_shown(report)}
    return render(request, "signatures/import.html", context, status=422 if form.errors else 200)


@require_POST
@official_required(MANAGE)
def confirm(request: PersonRequest) -> HttpResponse:
    """Take the previewed table: the good rows, or all or none (nhập)."""
    try:
        table = _unpack(request.POST.get("kept", ""))
    except signing.BadSignature:
        messages.error(request, _("Bản xem trước đã quá một giờ. Chọn lại tệp."))
        return redirect("signatures:import")
    strict = "only_if_all_good" in request.POST
    report = import_certificates(table, acting=request.acting, only_if_all_good=strict)
    return render(request, "signatures/import_done.html", {"none_taken": strict and not report.ok, **_shown(report)})


def _pack(table: Table) -> str:
    rows = [[r.line, r.values] for r in table.rows]
    return signing.dumps([rows, [asdict(e) for e in table.errors]], salt=SALT, compress=True)


def _unpack(packed: str) -> Table:
    rows, errors = signing.loads(packed, salt=SALT, max_age=3600)
    return Table((), tuple(Row(line, values) for line, values in rows), tuple(RowError(**e) for e in errors))


def _shown(report: ImportReport | None) -> dict[str, Any]:
    if report is None:
        return {"report": None}
    wrong = [
        {"line": e.line, "column": COLUMNS.get(e.column, (e.column,))[0], "sentence": say(e)}
        for e in sorted(report.errors, key=lambda e: e.line)
    ]
    return {"report": report, "wrong": wrong}
