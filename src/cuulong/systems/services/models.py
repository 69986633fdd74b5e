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

__all__ = [
    "BlankForm",
    "BookingPlan",
    "Competence",
    "Dossier",
    "FilingPlace",
    "GuestPass",
    "ImportRow",
    "ImportRun",
    "Issuance",
    "Listing",
    "NationalRecord",
    "Paper",
    "Procedure",
    "ProcedureVersion",
    "Sector",
    "Supplement",
    "Topic",
    "Transition",
    "Visit",
    "Withdrawal",
]
