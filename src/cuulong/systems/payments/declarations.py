"""What payments declare to the house (khai báo của hệ thống thu phí)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Kind, LogPhrase, MenuItem, Right, RouteSample, SystemCard, declare

from .models import Charge, ChargeState, Payment


def _some_charge() -> dict[str, Any]:
    at_counter = Charge.objects.filter(state=ChargeState.DUE, counter__slug="commune-29551--trung-tam-pvhcc")
    return {"uuid": at_counter.order_by("pk").values_list("uuid", flat=True)[0]}


declare(
    Kind(code=Charge.ref_kind, title=_("Khoản phải thu"), find=lambda uuid: Charge.objects.filter(uuid=uuid).first()),
    Kind(code=Payment.ref_kind, title=_("Khoản tiền về"), find=lambda uuid: Payment.objects.filter(uuid=uuid).first()),
    Right(
        code="payments.read",
        title=_("Xem khoản thu"),
        roles=frozenset({"fee_collector", "intake_officer", "centre_director"}),
    ),
    Right(
        code="payments.collect",
        title=_("Thu tiền mặt"),
        roles=frozenset({"fee_collector", "intake_officer"}),
    ),
    LogPhrase(code="payments.charge.paid", sentence=_("Thu đủ {total} đồng qua {channel}")),
    LogPhrase(code="payments.charge.cancelled", sentence=_("Hủy khoản phải thu: {reason}")),
    LogPhrase(code="payments.payment.unmatched", sentence=_("Tiền về {amount} đồng chưa khớp khoản nào")),
    MenuItem(
        code="payments.charges",
        title=_("Phí, lệ phí"),
        group=_("Một cửa"),
        url_name="payments:charges",
        icon="cash-coin",
        right="payments.read",
        order=40,
    ),
    SystemCard(
        code="payments",
        title=_("Phí, lệ phí"),
        summary=_("Mã VietQR, thu tại quầy, đối khớp tự động với ngân hàng"),
        works=True,
        url_name="payments:charges",
        order=20,
    ),
    RouteSample(code="payments:charges", role="fee_collector"),
    RouteSample(code="payments:pay", role="public", kwargs=_some_charge),
    RouteSample(code="payments:webhook", method="POST", status=403),
    RouteSample(code="payments:collect", role="fee_collector", kwargs=_some_charge, method="POST", status=302),
    RouteSample(code="payments:simulate", kwargs=_some_charge, method="POST", status=302),
)
