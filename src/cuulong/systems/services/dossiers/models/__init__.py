"""Nouns of a dossier (hồ sơ)."""

from .dossier import Channel, Dossier, State
from .events import Supplement, Transition
from .issuance import Issuance
from .paper import Paper
from .proposal import Handing, Proposal
from .returning import Returning

__all__ = [
    "Channel",
    "Dossier",
    "Handing",
    "Issuance",
    "Paper",
    "Proposal",
    "Returning",
    "State",
    "Supplement",
    "Transition",
]
