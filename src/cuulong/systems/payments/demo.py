"""Money of the demo: a transfer without a reference and its refund asked for, an open cash shift (dữ liệu mẫu)."""

from __future__ import annotations

from django.utils import timezone

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account

from .actions.receive import receive_transfer
from .actions.refunds import request_refund
from .actions.statements import add_statement
from .models import LIVING, Payment, RefundCause, Shift, Statement, StatementFormat

COMMON = {
    "name": "Bảng thông dụng",
    "day": "Ngày giao dịch; Ngày GD; Ngày; Transaction date; Date",
    "memo": "Nội dung; Nội dung giao dịch; Diễn giải; Description; Remark",
    "credit": "Ghi có; Số tiền ghi có; Phát sinh có; Credit",
    "debit": "Ghi nợ; Số tiền ghi nợ; Phát sinh nợ; Debit",
    "amount": "Số tiền; Amount",
    "number": "Số giao dịch; Số tham chiếu; Số bút toán; Reference; Transaction ID",
}
STATEMENT = """Ngày giao dịch;Số giao dịch;Ghi nợ;Ghi có;Nội dung
24/11/2026;DEMO-FT-1;;20.000;NGUYEN VAN THU nop le phi
24/11/2026;DEMO-FT-2;11.000;;Phi quan ly tai khoan
"""


def load_formats() -> None:
    """The headings that most banks use (mẫu sao kê thông dụng)."""
    StatementFormat.objects.get_or_create(name=COMMON["name"], defaults=COMMON)


def _transfer(number: str, amount: int, text: str) -> Payment:
    return receive_transfer(
        bank_transaction=number, amount=amount, text=text, received_at=timezone.now(), acting=Acting.system("demo")
    )


def load_demo_money() -> None:
    """Lay it where the demo's accountant is; safe to repeat (nạp dữ liệu mẫu)."""
    accountant = Account.objects.filter(is_demo=True, appointments__role="accountant").order_by("pk").first()
    if accountant is None:
        return
    _transfer("DEMO-0001", 20_000, "NGUYEN VAN THU nop le phi khai sinh")
    back = _transfer("DEMO-0002", 150_000, "chuyen nham tai khoan")
    if not back.refunds.exists():
        request_refund(
            back,
            amount=back.rest,
            cause=RefundCause.UNKNOWN,
            note="Người chuyển báo nhầm tài khoản",
            payee="Nguyễn Văn Thử",
            acting=Acting.of(accountant),
        )
    if not Statement.objects.exists():
        form = StatementFormat.objects.get(name=COMMON["name"])
        add_statement(STATEMENT.encode(), name="sao-ke-mau.csv", form=form, acting=Acting.of(accountant))
    collector = Account.objects.filter(is_demo=True, appointments__role="fee_collector").order_by("pk").first()
    counter = Agency.objects.filter(appointments__account=collector).order_by("pk").first()
    if collector and counter:
        Shift.objects.get_or_create(
            collector=collector, agency=counter, closed_at=None, defaults={"opened_at": timezone.now()}
        )


def some_refund() -> dict[str, object]:
    return {"uuid": next(iter(Payment.objects.get(bank_transaction="DEMO-0002").refunds.filter(state__in=LIVING))).uuid}


def some_payment() -> dict[str, object]:
    return {"uuid": Payment.objects.get(bank_transaction="DEMO-0001").uuid}


def some_statement() -> dict[str, object]:
    return {"uuid": Statement.objects.order_by("pk")[0].uuid}
