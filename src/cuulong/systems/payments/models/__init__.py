"""The nouns of money (đối tượng của hệ thống thu phí)."""

from .charges import Charge, ChargeState, new_reference
from .money import Account, Payment, PaymentState, Posting
from .receipts import Receipt, ReceiptState
from .refunds import LIVING, Refund, RefundCause, RefundState
from .shifts import Shift
from .statements import LineState, Statement, StatementFormat, StatementLine, StatementState

__all__ = [
    "LIVING",
    "Account",
    "Charge",
    "ChargeState",
    "LineState",
    "Payment",
    "PaymentState",
    "Posting",
    "Receipt",
    "ReceiptState",
    "Refund",
    "RefundCause",
    "RefundState",
    "Shift",
    "Statement",
    "StatementFormat",
    "StatementLine",
    "StatementState",
    "new_reference",
]
