"""Gateways: ask them for what their messages missed (hỏi lại cổng thanh toán)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.outbox.jobs import defer
from cuulong.core.people.access import PersonRequest, official_required

from ..actions.inquire import LONGEST, inquire_later
from ..adapters.gateway import GATEWAYS
from ..forms import InquiryForm
from ..models import GATEWAY_NAMES, Inquiry
from ..tables import InquiryTable


@official_required("payments.reconcile")
def index(request: PersonRequest) -> HttpResponseBase:
    """Every question asked, and one more to ask (các lượt hỏi cổng)."""
    table = InquiryTable(Inquiry.objects.all(), request)
    if table.wants_export:
        return table.export()
    today = timezone.localdate()
    form = InquiryForm(request.POST or None, initial={"start": today - timedelta(days=3), "end": today})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        since = timezone.make_aware(datetime.combine(said["start"], time.min))
        until = min(timezone.make_aware(datetime.combine(said["end"], time.max)), timezone.now())
        if not GATEWAYS[said["gateway"]].address:
            form.add_error("gateway", _("Cổng này chưa khai địa chỉ để hỏi lại."))
        elif not since < until or until - since > LONGEST:
            form.add_error("start", _("Chọn khoảng từ ngày đến ngày, nhiều nhất ba tháng."))
        else:
            defer(inquire_later, gateway=said["gateway"], since=since.isoformat(), until=until.isoformat())
            messages.info(request, _("Đang hỏi. Kết quả hiện ở dưới trong ít phút; tải lại trang để xem."))
            return redirect("payments:gateways")
    doors = [{"name": GATEWAY_NAMES[code], "address": door.address} for code, door in GATEWAYS.items()]
    context = {"table": table, "form": form, "doors": doors}
    return render(request, "payments/gateways.html", context, status=422 if form.errors else 200)
