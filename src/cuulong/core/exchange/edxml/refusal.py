"""Why a packet is not taken in, and how much one may carry (từ chối gói tin)."""

from __future__ import annotations

from dataclasses import dataclass

from cuulong.lib.errors import InputError

MIB = 1024 * 1024


class Refused(InputError):
    """The packet is not taken in; the sentence says what is wrong and where (từ chối gói tin).

    Codes: empty, too_big, not_xml, doctype, too_deep, too_many, not_edxml, misses, twice, not_text, bad_base64, bad_zip,
    zip_path, no_attachment, bad_text.
    """


@dataclass(frozen=True)
class Limits:
    """How much one packet may carry (giới hạn gói tin)."""

    packet: int = 64 * MIB  # bytes of XML
    depth: int = 24
    elements: int = 20_000
    attributes: int = 32  # of one element
    text: int = 64 * 1024  # characters of one element other than an attachment's content
    attachments: int = 200
    attachment: int = 50 * MIB  # unpacked
    total: int = 150 * MIB  # all attachments unpacked
