"""Nouns of a dossier (hồ sơ)."""

from .co_signer import Agreed, CoSigner
from .dossier import Channel, Dossier, ReturnWay, State
from .events import Supplement, Transition
from .guest import GuestPass, Reached
from .issuance import Issuance
from .paper import Paper
from .place import FilingPlace
from .proposal import Handing, Proposal
from .returning import Posting, Returning
from .store import ReuseConsent
from .withdrawal import Withdrawal

__all__ = [
    "Agreed",
    "Channel",
    "CoSigner",
    "Dossier",
    "FilingPlace",
    "GuestPass",
    "Handing",
    "Issuance",
    "Paper",
    "Posting",
    "Proposal",
    "Reached",
    "ReturnWay",
    "Returning",
    "ReuseConsent",
    "State",
    "Supplement",
    "Transition",
    "Withdrawal",
]
