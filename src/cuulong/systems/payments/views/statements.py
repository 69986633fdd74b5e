"""Statements of the bank: upload, preview, book, report; and how banks write them (sao kê ngân hàng)."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cuulong.core.people.access import PersonRequest, official_required

from ..actions.statements import add_statement, book_statement, preview
from ..forms import FormatForm, StatementForm
from ..models import LineState, Statement, StatementFormat, StatementState
from ..tables import LineTable, StatementTable
from .verbs import done

SHOWN = 500


@official_required("payments.reconcile")
def index(request: PersonRequest) -> HttpResponseBase:
    """Statements taken in; a POST brings one for a preview (nhập sao kê)."""
    form = StatementForm(request.POST or None, request.FILES or None)
    made: list[Statement] = []

    def add() -> None:
        file = form.cleaned_data["file"]
        made.append(add_statement(file.read(), name=file.name, form=form.cleaned_data["format"], acting=request.acting))

    if request.method == "POST" and done(form, add):
        return redirect("payments:statement", uuid=made[0].uuid)
    table = StatementTable(Statement.objects.all(), request)
    if table.wants_export:
        return table.export()
    context = {"table": table, "form": form}
    return render(request, "payments/statements.html", context, status=422 if form.errors else 200)


@official_required("payments.reconcile")
def one(request: PersonRequest, uuid: UUID) -> HttpResponseBase:
    """The preview of a statement, then its report; a POST books it (ghi sổ sao kê)."""
    statement = get_object_or_404(Statement.objects.select_related("file", "format"), uuid=uuid)
    if request.method == "POST":
        book_statement(statement, acting=request.acting)
        messages.success(request, _("Đã ghi sổ sao kê."))
        return redirect("payments:statement", uuid=uuid)
    if statement.state == StatementState.BOOKED:
        table = LineTable(statement.lines.all(), request)
        if table.wants_export:
            return table.export()
        return render(request, "payments/statement.html", {"statement": statement, "table": table})
    seen = preview(statement)
    counts = Counter(one.state for one in seen)
    shown = [
        {
            "line": s.line,
            "state": s.state.label,
            "why": _(s.line.error) % s.line.params if s.line.params else _(s.line.error) if s.line.error else "",
        }
        for s in seen[:SHOWN]
    ]
    total = sum(s.line.amount for s in seen)
    balanced = statement.opening is None or statement.closing is None or statement.opening + total == statement.closing
    context = {
        "statement": statement,
        "shown": shown,
        "more": max(0, len(seen) - SHOWN),
        "counts": [(state.label, counts[state]) for state in LineState if counts[state]],
        "balanced": balanced,
    }
    return render(request, "payments/statement.html", context)


@official_required("payments.reconcile")
def formats(request: PersonRequest) -> HttpResponse:
    """Formats of banks; a POST adds one (mẫu sao kê)."""
    return _edit(request, None)


@official_required("payments.reconcile")
def format_one(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Change a format; statements booked with it stay as they are (sửa mẫu sao kê)."""
    return _edit(request, get_object_or_404(StatementFormat, uuid=uuid))


def _edit(request: PersonRequest, chosen: StatementFormat | None) -> HttpResponse:
    form = FormatForm(request.POST or None, instance=chosen)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Đã lưu mẫu sao kê."))
        return redirect("payments:formats")
    context = {"form": form, "chosen": chosen, "formats": StatementFormat.objects.order_by("name")}
    return render(request, "payments/formats.html", context, status=422 if form.errors else 200)
