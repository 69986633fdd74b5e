"""Nouns of the counter (quầy)."""

from .paper_forms import PaperForm
from .queue import Desk, Device, Ticket, TicketState

__all__ = ["Desk", "Device", "PaperForm", "Ticket", "TicketState"]
