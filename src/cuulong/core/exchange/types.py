"""Which files travel in packets: papers, office files, archives, older formats nobody can look into (loại tệp đính kèm)."""

from typing import Any

from django.conf import settings

from cuulong.core.files.rules import ODS, ODT, PAPERS, TEXT, UNKNOWN, XML, ZIP

ATTACHABLE = PAPERS | {ODT, ODS, ZIP, XML, TEXT, UNKNOWN}
PACKETS = frozenset({XML, TEXT, UNKNOWN})


def bounds() -> dict[str, Any]:
    """What `files.store` may take in as an attachment."""
    return {"allowed": ATTACHABLE, "max_bytes": settings.EXCHANGE_MAX_BYTES}


def packet_bounds() -> dict[str, Any]:
    """What it may take in as a whole packet; base64 makes a file a third larger."""
    return {"allowed": PACKETS, "max_bytes": settings.EXCHANGE_MAX_BYTES * 2}
