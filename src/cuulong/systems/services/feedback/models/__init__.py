"""Nouns of what people say back (mô hình đánh giá, phản ánh, khiếu nại, tố cáo)."""

from .attachment import Attachment
from .base import CaseStep, Sender, Submission
from .complaint import Complaint
from .denunciation import Denouncer, Denunciation
from .rating import RatedOfficer, Rating, Score
from .retention import Hold
from .suggestion import Suggestion, SuggestionKind

__all__ = [
    "Attachment",
    "CaseStep",
    "Complaint",
    "Denouncer",
    "Denunciation",
    "Hold",
    "RatedOfficer",
    "Rating",
    "Score",
    "Sender",
    "Submission",
    "Suggestion",
    "SuggestionKind",
]
