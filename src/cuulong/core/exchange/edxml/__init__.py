"""edXML packets of QCVN 102:2016/BTTTT as plain values, read from and written to bytes; no database (gói tin edXML).

`read(data)` gives an `Envelope` (văn bản) or a `StatusMessage` (trạng thái), or raises `Refused` with a sentence that
says what is wrong and where; `write(packet)` gives the bytes. Nothing else is raised whatever the bytes are.
"""

from .packets import (
    Attachment,
    Business,
    Code,
    DocumentInfo,
    DocumentType,
    Envelope,
    Hop,
    OtherInfo,
    Promulgation,
    Receiver,
    Replacement,
    Response,
    Signer,
    Staff,
    StatusMessage,
    Task,
    Trace,
)
from .packets import Organ as Organ
from .reading import read
from .refusal import Limits, Refused
from .writing import write

__all__ = [
    "Attachment",
    "Business",
    "Code",
    "DocumentInfo",
    "DocumentType",
    "Envelope",
    "Hop",
    "Limits",
    "Organ",
    "OtherInfo",
    "Promulgation",
    "Receiver",
    "Refused",
    "Replacement",
    "Response",
    "Signer",
    "Staff",
    "StatusMessage",
    "Task",
    "Trace",
    "read",
    "write",
]
