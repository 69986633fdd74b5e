"""Nouns of the catalogue (mô hình danh mục thủ tục)."""

from .importing import ImportRow, ImportRun, NationalRecord, Outcome, RunState
from .listing import BlankForm, Competence, Duty, Level, Listing, ListingState, Scope, Sector
from .procedure import Procedure, ProcedureVersion, Topic, VersionState

__all__ = [
    "BlankForm",
    "Competence",
    "Duty",
    "ImportRow",
    "ImportRun",
    "Level",
    "Listing",
    "ListingState",
    "NationalRecord",
    "Outcome",
    "Procedure",
    "ProcedureVersion",
    "RunState",
    "Scope",
    "Sector",
    "Topic",
    "VersionState",
]
