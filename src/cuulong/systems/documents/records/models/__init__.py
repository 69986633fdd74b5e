"""Tables of every document (bảng văn bản)."""

from .attachment import Attachment, Part, Reading
from .document import READ, READ_ALL, Direction, Document, State, Urgency
from .numbering import Numbering
from .story import Movement

__all__ = [
    "READ",
    "READ_ALL",
    "Attachment",
    "Direction",
    "Document",
    "Movement",
    "Numbering",
    "Part",
    "Reading",
    "State",
    "Urgency",
]
