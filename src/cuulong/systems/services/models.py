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

__all__ = [
    "BlankForm",
    "Competence",
    "Dossier",
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
]
