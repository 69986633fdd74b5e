"""What payments declare to the house (khai báo của hệ thống thu phí)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import (
    Kind,
    LoadStep,
    LogPhrase,
    MenuItem,
    Right,
    Role,
    RouteSample,
    Subscription,
    SystemCard,
    Worklist,
    declare,
)
from cuulong.published.facts.services import DossierDeclined, DossierStopped, DossierWithdrawn, FeeOverpaid

from . import indicators  # noqa: F401
from .demo import COMMON, load_demo_money, load_formats, some_payment, some_refund, some_statement
from .models import Charge, ChargeState, Payment, Receipt, ReceiptState, Refund, Shift, Statement, StatementFormat
from .subscribers import give_surplus_back, give_up
from .worklists import money_items, open_money, refund_items, waiting_refunds


def _some_charge() -> dict[str, Any]:
    at_counter = Charge.objects.filter(state=ChargeState.DUE, counter__slug="commune-29551--trung-tam-pvhcc")
    return {"uuid": at_counter.order_by("pk").values_list("uuid", flat=True)[0]}


def _some_paid() -> dict[str, Any]:
    return {"uuid": _some_receipt().charge.uuid}


def _some_receipt() -> Receipt:
    at_counter = Receipt.objects.filter(
        state=ReceiptState.VALID, charge__counter__slug="commune-29551--trung-tam-pvhcc"
    )
    return at_counter.select_related("charge").order_by("pk")[0]


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
    Subscription(code="payments.stopped", fact=DossierStopped, handler=give_up),
    Subscription(code="payments.withdrawn", fact=DossierWithdrawn, handler=give_up),
    Subscription(code="payments.declined", fact=DossierDeclined, handler=give_up),
    Subscription(code="payments.overpaid", fact=FeeOverpaid, handler=give_surplus_back),
    MenuItem(
        code="payments.charges",
        title=_("Phí, lệ phí"),
        group=_("Một cửa"),
        url_name="payments:charges",
        icon="cash-coin",
        right="payments.read",
        order=40,
    ),
    MenuItem(
        code="payments.money",
        title=_("Đối soát tiền về"),
        group=_("Tiền"),
        url_name="payments:money",
        icon="bank",
        right="payments.reconcile",
        order=41,
        count=lambda acting: open_money(acting).count(),
    ),
    MenuItem(
        code="payments.refunds",
        title=_("Hoàn trả"),
        group=_("Tiền"),
        url_name="payments:refunds",
        icon="arrow-counterclockwise",
        right="payments.read",
        order=42,
    ),
    MenuItem(
        code="payments.receipts",
        title=_("Biên lai"),
        group=_("Tiền"),
        url_name="payments:receipts",
        icon="receipt",
        right="payments.read",
        order=43,
    ),
    MenuItem(
        code="payments.shift",
        title=_("Ca thu của tôi"),
        group=_("Tiền"),
        url_name="payments:shift",
        icon="cash-stack",
        right="payments.collect",
        order=44,
    ),
    MenuItem(
        code="payments.shifts",
        title=_("Ca thu tiền mặt"),
        group=_("Tiền"),
        url_name="payments:shifts",
        icon="list-check",
        right="payments.shifts",
        order=45,
    ),
    Worklist(
        code="payments.money",
        title=_("Tiền chưa khớp"),
        items=money_items,
        count=lambda acting: open_money(acting).count(),
        order=60,
    ),
    Worklist(
        code="payments.refunds",
        title=_("Hoàn trả chờ xử lý"),
        items=refund_items,
        count=lambda acting: waiting_refunds(acting).count(),
        order=61,
    ),
    MenuItem(
        code="payments.statements",
        title=_("Sao kê ngân hàng"),
        group=_("Tiền"),
        url_name="payments:statements",
        icon="file-earmark-spreadsheet",
        right="payments.reconcile",
        order=46,
    ),
    MenuItem(
        code="payments.sheet",
        title=_("Bảng đối soát kho bạc"),
        group=_("Tiền"),
        url_name="payments:sheet",
        icon="table",
        right="payments.reconcile",
        order=47,
    ),
    LogPhrase(
        code="payments.statement.booked", sentence=_("Ghi sổ sao kê: {lines} dòng, {fresh} khoản mới, {bad} dòng lỗi")
    ),
    Kind(
        code=Statement.ref_kind,
        title=_("Sao kê ngân hàng"),
        find=lambda uuid: Statement.objects.filter(uuid=uuid).first(),
    ),
    LoadStep(code="payments.formats", order=60, load=load_formats),
    LoadStep(code="payments.demo", order=220, load=load_demo_money, demo=True),
    SystemCard(
        code="payments",
        title=_("Phí, lệ phí"),
        summary=_("Mã VietQR, thu tại quầy, đối khớp tự động với ngân hàng"),
        works=True,
        url_name="payments:charges",
        order=20,
    ),
    RouteSample(code="payments:charges", role="fee_collector"),
    RouteSample(code="payments:pay", role="public", kwargs=_some_charge, bearer=True),
    RouteSample(code="payments:webhook", method="POST", status=403),
    RouteSample(code="payments:collect", role="fee_collector", kwargs=_some_charge, method="POST", status=302),
    RouteSample(code="payments:simulate", kwargs=_some_charge, method="POST", status=302, bearer=True),
    RouteSample(code="payments:money", role="accountant"),
    RouteSample(code="payments:money_one", role="accountant", kwargs=some_payment),
    RouteSample(code="payments:money_undo", role="accountant", kwargs=some_payment, method="POST", status=422),
    RouteSample(code="payments:refund_payment", role="accountant", kwargs=some_payment),
    RouteSample(code="payments:refund_charge", role="fee_collector", kwargs=_some_paid),
    RouteSample(code="payments:refunds", role="chief_accountant"),
    RouteSample(code="payments:refund", role="chief_accountant", kwargs=some_refund, beyond="payments.reconcile"),
    RouteSample(code="payments:refund_decide", role="chief_accountant", kwargs=some_refund, method="POST", status=422),
    RouteSample(code="payments:refund_proof", role="chief_accountant", kwargs=some_refund, status=404),
    RouteSample(code="payments:receipts", role="fee_collector"),
    RouteSample(code="payments:receipt", kwargs=lambda: {"code": _some_receipt().code}, bearer=True),
    RouteSample(code="payments:receipt_replace", role="fee_collector", kwargs=lambda: {"uuid": _some_receipt().uuid}),
    RouteSample(code="payments:shift", role="fee_collector"),
    RouteSample(code="payments:shifts", role="accountant"),
    RouteSample(code="payments:statements", role="accountant"),
    RouteSample(code="payments:statement", role="accountant", kwargs=some_statement),
    RouteSample(code="payments:formats", role="accountant"),
    RouteSample(
        code="payments:format",
        role="accountant",
        kwargs=lambda: {"uuid": StatementFormat.objects.get(name=COMMON["name"]).uuid},
    ),
    RouteSample(code="payments:sheet", role="accountant"),
)
