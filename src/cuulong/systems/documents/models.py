"""All tables of this system, where Django looks for them (bảng dữ liệu)."""

from .finding.models import Batch, BatchState
from .incoming.models import Asked, Channel, Handling, Incoming, Instruction, Share
from .outgoing.models import CoSigner, Delivery, Outgoing, Recipient, Remark, SendingRule, Version, Way
from .records.models import Attachment, Direction, Document, Movement, Numbering, Part, Reading, State, Urgency

__all__ = [
    "Asked",
    "Attachment",
    "Batch",
    "BatchState",
    "Channel",
    "CoSigner",
    "Delivery",
    "Direction",
    "Document",
    "Handling",
    "Incoming",
    "Instruction",
    "Movement",
    "Numbering",
    "Outgoing",
    "Part",
    "Reading",
    "Recipient",
    "Remark",
    "SendingRule",
    "Share",
    "State",
    "Urgency",
    "Version",
    "Way",
]
