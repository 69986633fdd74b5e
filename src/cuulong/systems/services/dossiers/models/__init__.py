"""Nouns of a dossier (hồ sơ)."""

from .dossier import Channel, Dossier, State
from .events import Supplement, Transition
from .issuance import Issuance
from .paper import Paper

__all__ = ["Channel", "Dossier", "Issuance", "Paper", "State", "Supplement", "Transition"]
