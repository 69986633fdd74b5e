"""Nouns of a dossier (hồ sơ)."""

from .dossier import Channel, Dossier, State
from .events import Supplement, Transition
from .guest import GuestPass, Reached
from .issuance import Issuance
from .national import NationalCase, NationalState, NationalStep
from .paper import Paper
from .place import FilingPlace
from .proposal import Handing, Proposal
from .returning import Returning
from .withdrawal import Withdrawal

__all__ = [
    "Channel",
    "Dossier",
    "FilingPlace",
    "GuestPass",
    "Handing",
    "Issuance",
    "NationalCase",
    "NationalState",
    "NationalStep",
    "Paper",
    "Proposal",
    "Reached",
    "Returning",
    "State",
    "Supplement",
    "Transition",
    "Withdrawal",
]
