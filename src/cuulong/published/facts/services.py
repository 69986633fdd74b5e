"""What happened to dossiers (sự kiện hồ sơ)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from cuulong.lib.facts import Fact, Ref


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierEvent(Fact):
    """Common to all: the dossier, its code, its competent agency, and when it happened."""

    subject: Ref
    code: str
    procedure: str
    agency: Ref
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierSent(DossierEvent):
    """Someone filed a dossier; no due date yet (đã nộp)."""

    name: ClassVar[str] = "services.dossier_sent"
    channel: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FeeOverpaid(DossierEvent):
    """Answers that changed after payment cost less than was paid for them; `surplus` is to be given back (nộp thừa).

    `moment`: when the fees fall due; the charges bear it as their code.
    """

    name: ClassVar[str] = "services.fee_overpaid"
    moment: str
    paid: int
    surplus: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplementRequested(DossierEvent):
    """The office needs more; before acceptance no clock runs (yêu cầu bổ sung)."""

    name: ClassVar[str] = "services.supplement_requested"
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierAccepted(DossierEvent):
    """The dossier is complete, a date is promised and the clock starts (đã tiếp nhận)."""

    name: ClassVar[str] = "services.dossier_accepted"
    due_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class ClockStopped(DossierEvent):
    """The clock stands still for a reason (tạm dừng)."""

    name: ClassVar[str] = "services.clock_stopped"
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ClockResumed(DossierEvent):
    """The clock runs again towards a new date (tiếp tục giải quyết)."""

    name: ClassVar[str] = "services.clock_resumed"
    due_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultIssued(DossierEvent):
    """The signed and sealed result is there (đã có kết quả). `outcome`: issue or refusal."""

    name: ClassVar[str] = "services.result_issued"
    outcome: str
    number: str
    verify_code: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultReturned(DossierEvent):
    """The citizen has the result in hand (đã trả kết quả)."""

    name: ClassVar[str] = "services.result_returned"


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierDeclined(DossierEvent):
    """The office did not take the dossier in (từ chối tiếp nhận)."""

    name: ClassVar[str] = "services.dossier_declined"
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierWithdrawn(DossierEvent):
    """The applicant took the dossier back (rút hồ sơ)."""

    name: ClassVar[str] = "services.dossier_withdrawn"


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierExtended(DossierEvent):
    """The office apologised and promised another date (gia hạn)."""

    name: ClassVar[str] = "services.dossier_extended"
    reason: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierStopped(DossierEvent):
    """The work ended without a result (dừng giải quyết)."""

    name: ClassVar[str] = "services.dossier_stopped"
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierTransferred(DossierEvent):
    """Another agency decides now; `agency` is the new one, `before` the old (chuyển cơ quan giải quyết)."""

    name: ClassVar[str] = "services.dossier_transferred"
    before: Ref
    reason: str
