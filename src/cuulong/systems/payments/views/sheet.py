"""The treasury's reconciliation sheet: on screen, on paper, as XLSX (bảng đối soát kho bạc)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.tables import XLSX
from cuulong.lib.dates import Period, PeriodKind, short_date
from cuulong.lib.tables import write_xlsx

from ..forms import PeriodForm
from ..queries import books, by_fee


@official_required("payments.reconcile")
def sheet(request: PersonRequest) -> HttpResponse:
    """Money of a span of days by account and by fee, and that it adds up (bảng đối soát)."""
    month = Period.containing(timezone.localdate(), PeriodKind.MONTH)
    asked = {"start": month.start.isoformat(), "end": month.last.isoformat()} | request.GET.dict()
    form = PeriodForm(asked)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        period = Period.between(form.cleaned_data["start"], form.cleaned_data["end"])
        accounts, fees = books(period), by_fee(period)
        if request.GET.get("as") == "xlsx":
            return _xlsx(period, accounts, fees)
        context |= {
            "period": period,
            "accounts": accounts,
            "fees": fees,
            "total": sum(fee["amount"] for fee in fees),
            "query": f"start={period.start.isoformat()}&end={period.last.isoformat()}",
        }
    return render(request, "payments/sheet.html", context, status=200 if form.is_valid() else 422)


def _xlsx(period: Period, accounts: list, fees: list) -> HttpResponse:
    header = (
        _("Mục"),
        _("Cơ quan thu"),
        _("Đầu kỳ chưa khớp"),
        _("Tiền về"),
        _("Đã thu"),
        _("Hoàn trả"),
        _("Cuối kỳ chưa khớp"),
    )
    rows: list[tuple[object, ...]] = [
        (one.title, "", one.opening, one.came, one.receipts, one.refunds, one.closing) for one in accounts
    ]
    rows += [(f"{fee['title']} ({fee['times']})", fee["agency"], "", "", fee["amount"], "", "") for fee in fees]
    data = write_xlsx(header, rows, title=_("Đối soát"))
    response = HttpResponse(data, content_type=XLSX)
    name = f"doi-soat-{short_date(period.start)}-{short_date(period.last)}.xlsx".replace("/", "")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
