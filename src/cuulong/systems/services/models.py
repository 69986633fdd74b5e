"""All nouns of the services system, so that Django finds them (mô hình dữ liệu dịch vụ công)."""

from .catalogue.models import (
    BlankForm,
    Competence,
    ImportRow,
    ImportRun,
    Listing,
    NationalRecord,
    Procedure,
    ProcedureVersion,
    Sector,
    Topic,
)
from .counters.models import BookingPlan, Visit
from .dossiers.models import (
    Dossier,
    FilingPlace,
    GuestPass,
    Issuance,
    Paper,
    Supplement,
    Transition,
    Withdrawal,
)
from .steering.models import CountedMonth, FeePaid, MonthCount, StepWarning, TouchedMonth

__all__ = [
    "BlankForm",
    "BookingPlan",
    "Competence",
    "CountedMonth",
    "Dossier",
    "FeePaid",
    "FilingPlace",
    "GuestPass",
    "ImportRow",
    "ImportRun",
    "Issuance",
    "Listing",
    "MonthCount",
    "NationalRecord",
    "Paper",
    "Procedure",
    "ProcedureVersion",
    "Sector",
    "StepWarning",
    "Supplement",
    "Topic",
    "TouchedMonth",
    "Transition",
    "Visit",
    "Withdrawal",
]
