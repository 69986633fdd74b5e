"""Asking clamd about an upload (quét vi-rút)."""

from __future__ import annotations

from typing import IO, BinaryIO, cast

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings

from cuulong.lib.errors import gettext_noop

from .rules import Refused

TIMEOUT = 30


def find_threat(file: IO[bytes]) -> str | None:
    """The name of the threat in a seekable file; None when clean.

    Raises Refused("scanner_down") when the scanner that is set cannot answer: an unscanned file is never let in.
    """
    file.seek(0)
    try:
        state, detail = _clamd(settings.CLAMD_ADDRESS).instream(cast(BinaryIO, file))["stream"]
    except (ClamdError, OSError, KeyError, ValueError) as error:
        raise _down() from error
    if state == "ERROR":
        raise _down()
    return (detail or "?") if state == "FOUND" else None


def _down() -> Refused:
    return Refused("scanner_down", gettext_noop("Bộ quét vi-rút chưa trả lời nên chưa nhận tệp. Thử lại sau vài phút."))


def _clamd(address: str) -> ClamdNetworkSocket | ClamdUnixSocket:
    """`address`: "host:port" or the path of a Unix socket."""
    if address.startswith("/"):
        return ClamdUnixSocket(path=address, timeout=TIMEOUT)
    host, _, port = address.rpartition(":")
    return ClamdNetworkSocket(host=host.strip("[]"), port=int(port), timeout=TIMEOUT)
