"""What payments declare to the house (khai báo của hệ thống thu phí)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Kind, LogPhrase, MenuItem, Right, Role, RouteSample, Subscription, SystemCard, declare
from cuulong.published.facts.services import DossierDeclined, DossierWithdrawn

from .models import Charge, ChargeState, Payment, Receipt, Refund, Shift
from .subscribers import give_up


def _some_charge() -> dict[str, Any]:
    at_counter = Charge.objects.filter(state=ChargeState.DUE, counter__slug="commune-29551--trung-tam-pvhcc")
    return {"uuid": at_counter.order_by("pk").values_list("uuid", flat=True)[0]}


declare(
    Kind(code=Charge.ref_kind, title=_("Khoản phải thu"), find=lambda uuid: Charge.objects.filter(uuid=uuid).first()),
    Kind(code=Payment.ref_kind, title=_("Khoản tiền về"), find=lambda uuid: Payment.objects.filter(uuid=uuid).first()),
    Kind(code=Refund.ref_kind, title=_("Khoản hoàn trả"), find=lambda uuid: Refund.objects.filter(uuid=uuid).first()),
    Kind(code=Receipt.ref_kind, title=_("Biên lai"), find=lambda uuid: Receipt.objects.filter(uuid=uuid).first()),
    Kind(code=Shift.ref_kind, title=_("Ca thu tiền mặt"), find=lambda uuid: Shift.objects.filter(uuid=uuid).first()),
    Role(code="accountant", title=_("Kế toán")),
    Role(code="chief_accountant", title=_("Kế toán trưởng")),
    Right(
        code="payments.read",
        title=_("Xem khoản thu"),
        roles=frozenset({"fee_collector", "intake_officer", "centre_director", "accountant", "chief_accountant"}),
    ),
    Right(
        code="payments.shifts",
        title=_("Xem ca thu tiền mặt"),
        roles=frozenset({"centre_director", "accountant", "chief_accountant"}),
    ),
    Right(
        code="payments.receipts",
        title=_("Thay thế biên lai"),
        roles=frozenset({"fee_collector", "accountant", "chief_accountant"}),
    ),
    Right(
        code="payments.refund",
        title=_("Đề nghị hoàn trả"),
        roles=frozenset({"fee_collector", "intake_officer", "accountant"}),
    ),
    Right(
        code="payments.reconcile",
        title=_("Đối soát tiền về"),
        roles=frozenset({"accountant", "chief_accountant"}),
        scope="province",
    ),
    Right(
        code="payments.approve_refund",
        title=_("Duyệt hoàn trả"),
        roles=frozenset({"chief_accountant"}),
        scope="province",
    ),
    Right(
        code="payments.pay_refund",
        title=_("Chi hoàn trả"),
        roles=frozenset({"accountant", "chief_accountant"}),
        scope="province",
    ),
    Right(
        code="payments.collect",
        title=_("Thu tiền mặt"),
        roles=frozenset({"fee_collector", "intake_officer"}),
    ),
    LogPhrase(code="payments.charge.paid", sentence=_("Thu đủ {total} đồng qua {channel}")),
    LogPhrase(code="payments.charge.cancelled", sentence=_("Hủy khoản phải thu: {reason}")),
    LogPhrase(code="payments.payment.unmatched", sentence=_("Tiền về {amount} đồng chưa khớp khoản nào")),
    LogPhrase(code="payments.payment.assigned", sentence=_("Khớp bằng tay với {charge}: {reason}")),
    LogPhrase(code="payments.payment.undone", sentence=_("Gỡ khớp với {charge}: {reason}")),
    LogPhrase(code="payments.shift.closed", sentence=_("Khóa ca: sổ {expected} đồng, đếm được {counted} đồng")),
    LogPhrase(code="payments.receipt.ended", sentence=_("Biên lai {number} thôi hiệu lực: {reason}")),
    LogPhrase(code="payments.refund.requested", sentence=_("Đề nghị hoàn trả {amount} đồng")),
    LogPhrase(code="payments.refund.decided", sentence=_("{decision}: hoàn trả {amount} đồng")),
    LogPhrase(code="payments.refund.paid", sentence=_("Đã chi hoàn trả {amount} đồng")),
    Subscription(code="payments.withdrawn", fact=DossierWithdrawn, handler=give_up),
    Subscription(code="payments.declined", fact=DossierDeclined, handler=give_up),
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
