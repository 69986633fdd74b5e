"""Nouns of what people say back (mô hình đánh giá, phản ánh, khiếu nại, tố cáo)."""

from .base import CaseStep, Sender, Submission
from .complaint import Complaint
from .denunciation import Denouncer, Denunciation
from .rating import RatedOfficer, Rating, Score
from .suggestion import Suggestion, SuggestionKind

__all__ = [
    "CaseStep",
    "Complaint",
    "Denouncer",
    "Denunciation",
    "RatedOfficer",
    "Rating",
    "Score",
    "Sender",
    "Submission",
    "Suggestion",
    "SuggestionKind",
]
