"""Nouns of a dossier (hồ sơ)."""

from .correction import Correction
from .dossier import Channel, Dossier, State
from .events import Supplement, Transition
from .guest import GuestPass, Reached
from .issuance import Issuance
from .paper import Paper
from .place import FilingPlace
from .proposal import Handing, Proposal
from .reading import Reading
from .returning import Returning
from .withdrawal import Withdrawal

__all__ = [
    "Channel",
    "Correction",
    "Dossier",
    "FilingPlace",
    "GuestPass",
    "Handing",
    "Issuance",
    "Paper",
    "Proposal",
    "Reached",
    "Reading",
    "Returning",
    "State",
    "Supplement",
    "Transition",
    "Withdrawal",
]
