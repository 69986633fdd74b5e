"""The nouns of money (đối tượng của hệ thống thu phí)."""

from .charges import Charge, ChargeState, new_reference
from .inquiries import GATEWAY_NAMES, Inquiry
from .money import Account, Payment, PaymentState, Posting
from .receipts import Receipt, ReceiptState
from .refunds import LIVING, Refund, RefundCause, RefundState
from .shifts import Shift
from .statements import LineState, Statement, StatementFormat, StatementLine, StatementState
from .tax_reports import ReportEvent, TaxReport

__all__ = [
    "GATEWAY_NAMES",
    "LIVING",
    "Account",
    "Charge",
    "ChargeState",
    "Inquiry",
    "LineState",
    "Payment",
    "PaymentState",
    "Posting",
    "Receipt",
    "ReceiptState",
    "Refund",
    "RefundCause",
    "RefundState",
    "ReportEvent",
    "Shift",
    "Statement",
    "StatementFormat",
    "StatementLine",
    "StatementState",
    "TaxReport",
    "new_reference",
]
