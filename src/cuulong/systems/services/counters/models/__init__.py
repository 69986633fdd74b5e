"""Nouns of the counter (quầy)."""

from .paper_forms import PaperForm
from .queue import Desk, Device, Ticket, TicketState
from .saturdays import SaturdayPlan
from .slips import Slip, SlipLine
from .visits import BookingPlan, Visit, VisitState

__all__ = [
    "BookingPlan",
    "Desk",
    "Device",
    "PaperForm",
    "SaturdayPlan",
    "Slip",
    "SlipLine",
    "Ticket",
    "TicketState",
    "Visit",
    "VisitState",
]
