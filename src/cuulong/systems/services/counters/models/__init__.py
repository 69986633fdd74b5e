"""Nouns of the counter (quầy)."""

from .paper_forms import PaperForm
from .queue import Desk, Device, Ticket, TicketState
from .slips import Slip, SlipLine

__all__ = ["Desk", "Device", "PaperForm", "Slip", "SlipLine", "Ticket", "TicketState"]
