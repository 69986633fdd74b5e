"""Tables of outgoing documents (bảng văn bản đi)."""

from .draft import Remark, Version
from .outgoing import CoSigner, Delivery, Outgoing, Recipient, SendingRule, Way

__all__ = ["CoSigner", "Delivery", "Outgoing", "Recipient", "Remark", "SendingRule", "Version", "Way"]
