"""Nouns of the counter (quầy)."""

from .paper_forms import PaperForm
from .queue import Desk, Device, Ticket, TicketState
from .slips import Slip, SlipLine
from .visits import BookingPlan, Visit, VisitState

__all__ = [
    "BookingPlan",
    "Desk",
    "Device",
    "PaperForm",
    "Slip",
    "SlipLine",
    "Ticket",
    "TicketState",
    "Visit",
    "VisitState",
]
