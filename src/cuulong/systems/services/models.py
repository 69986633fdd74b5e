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
from .counters.models import Desk, Device, PaperForm, Slip, SlipLine, Ticket
from .dossiers.models import Dossier, Handing, Issuance, Paper, Proposal, Returning, Supplement, Transition

__all__ = [
    "BlankForm",
    "Competence",
    "Desk",
    "Device",
    "Dossier",
    "Handing",
    "ImportRow",
    "ImportRun",
    "Issuance",
    "Listing",
    "NationalRecord",
    "Paper",
    "PaperForm",
    "Procedure",
    "ProcedureVersion",
    "Proposal",
    "Returning",
    "Sector",
    "Slip",
    "SlipLine",
    "Supplement",
    "Ticket",
    "Topic",
    "Transition",
]
