"""Nouns of a dossier (hồ sơ)."""

from .co_signer import Agreed, CoSigner
from .correction import Correction
from .dossier import Channel, Dossier, ReturnWay, State
from .events import Supplement, Transition
from .guest import GuestPass, Reached
from .issuance import Issuance
from .national import NationalCase, NationalState, NationalStep
from .paper import Paper
from .place import FilingPlace
from .proposal import Handing, Proposal
from .reading import Reading
from .returning import Posting, Returning
from .store import ReuseConsent
from .withdrawal import Withdrawal

__all__ = [
    "Agreed",
    "Channel",
    "CoSigner",
    "Correction",
    "Dossier",
    "FilingPlace",
    "GuestPass",
    "Handing",
    "Issuance",
    "NationalCase",
    "NationalState",
    "NationalStep",
    "Paper",
    "Posting",
    "Proposal",
    "Reached",
    "Reading",
    "ReturnWay",
    "Returning",
    "ReuseConsent",
    "State",
    "Supplement",
    "Transition",
    "Withdrawal",
]
