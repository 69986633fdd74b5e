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
from .dossiers.models import Dossier, Issuance, Paper, Supplement, Transition
from .steering.models import CountedMonth, FeePaid, MonthCount, StepWarning, TouchedMonth

__all__ = [
    "BlankForm",
    "Competence",
    "CountedMonth",
    "Dossier",
    "FeePaid",
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
]
