"""The national document axis as its own development kit speaks: HTTP posts with a keyed hash (trục liên thông văn bản quốc gia).

Paths, header and field names are the axis's own. What is not known of it is told in docs/exchange.md.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils import timezone

from cuulong.lib.errors import gettext_noop

from ..axis_headers import PREFIX, signature
from ..models import Channel, Packet
from ..transmitting import Carrier, Undelivered, carry
from ..travelling import bytes_of, take

logger = logging.getLogger(__name__)
PATIENCE = 60.0  # seconds without a byte
MOST_ANSWER = 128 * 1024 * 1024
AT_ONCE = 100
# Anything else at the place of a packet is a page of somebody between, not a broken packet.
PACKET_TYPES = ("application/octet-stream", "application/xml", "text/xml")


@dataclass(frozen=True)
class Waiting:
    """A packet that the axis holds for us (gói tin chờ nhận)."""

    id: str
    kind: str


class Axis:
    """One system of ours at the axis (kết nối trục)."""

    def __init__(self, url: str, key: str, organ: str, *, patience: float = PATIENCE) -> None:
        self.url, self.key, self.organ, self.patience = url.rstrip("/"), key, organ, patience

    def agencies(self) -> list[dict[str, str]]:
        """Who can be reached, with both codes."""
        return self._listed(self._post("/getAgenciesListQD20"))

    def register(self, agencies: Sequence[Mapping[str, str]]) -> None:
        """Say which agencies of ours are reached through us."""
        for one in agencies:
            self._post("/registerAgency", json.dumps(dict(one)).encode())

    def send(self, data: bytes, sender: str, kind: str) -> str:
        """Hand a packet over; the axis's number for it."""
        told = {"from": quote(sender), "servicetype": "eDoc", "messagetype": kind}
        answer = self._post("/sendEdoc", data, told | {"Content-Type": "application/octet-stream"})
        number = answer.get("DocId") or answer.get("data")
        if not isinstance(number, str | int) or not str(number):
            raise nonsense()
        return str(number)

    def received(self) -> list[Waiting]:
        """What waits for us."""
        found = []
        for one in self._listed(self._post("/getReceivedEdocList")):
            if not one.get("id"):
                raise nonsense()
            found.append(Waiting(str(one["id"]), str(one.get("messagetype", "edoc"))))
        return found

    def get(self, number: str) -> bytes:
        """The bytes of one packet."""
        status, kind, body = self._ask("/getEdoc", json.dumps({"id": number}).encode(), {})
        if status != 200 or kind.partition(";")[0].strip() not in PACKET_TYPES:
            self._read(status, body)
            raise nonsense()
        return body

    def mark(self, number: str, status: str) -> None:
        """Tell the axis that we have it ("done") or cannot take it ("fail")."""
        self._post("/updateStatus", json.dumps({"id": number, "status": status}).encode())

    def _post(self, path: str, body: bytes = b"{}", headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        status, _kind, answer = self._ask(path, body, headers or {})
        return self._read(status, answer)

    def _ask(self, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str, bytes]:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Undelivered("no_axis", gettext_noop("Địa chỉ trục liên thông (CUULONG_AXIS_URL) không đúng."))
        own = {
            f"{PREFIX}SystemId": self.organ,
            f"{PREFIX}Timestamp": str(int(timezone.now().timestamp())),
            f"{PREFIX}Path": path,
            f"{PREFIX}Digest": hashlib.sha256(body).hexdigest(),
        }
        own[f"{PREFIX}Signature"] = signature(own, self.key)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        line = kind(parts.hostname, parts.port, timeout=self.patience)
        try:
            line.request("POST", f"{parts.path}{path}", body, {"Content-Type": "application/json", **own, **headers})
            answer = line.getresponse()
            data = answer.read(MOST_ANSWER + 1)
        except http.client.HTTPException:
            raise nonsense() from None
        finally:
            line.close()
        if len(data) > MOST_ANSWER:
            raise nonsense()
        return answer.status, answer.headers.get("Content-Type", ""), data

    @staticmethod
    def _read(status: int, body: bytes) -> dict[str, Any]:
        try:
            said = json.loads(body)
        except (ValueError, RecursionError):
            raise nonsense() from None
        if not isinstance(said, dict) or said.get("status") not in ("OK", "FAIL"):
            raise nonsense()
        if status != 200 or said["status"] == "FAIL" or str(said.get("ErrorCode", "0")) != "0":
            raise Undelivered(
                "axis_fail",
                gettext_noop("Trục liên thông từ chối: %(reason)s (mã lỗi %(number)s)."),
                reason=str(said.get("ErrorDesc") or "không nói lý do")[:300],
                number=str(said.get("ErrorCode", ""))[:20],
            )
        return said

    @staticmethod
    def _listed(answer: dict[str, Any]) -> list[dict[str, Any]]:
        data = answer.get("data")
        if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
            raise nonsense()
        return data


def nonsense() -> Undelivered:
    """The axis said something that nobody understands."""
    return Undelivered("axis_nonsense", gettext_noop("Trục liên thông trả lời không đúng quy cách."))


def axis() -> Axis:
    """The axis that this installation is set to. Raises Undelivered when there is none."""
    if not settings.AXIS_URL:
        raise Undelivered("no_axis", gettext_noop("Máy chủ này chưa nối trục liên thông (CUULONG_AXIS_URL)."))
    return Axis(settings.AXIS_URL, settings.AXIS_KEY, settings.AXIS_ORGAN, patience=settings.AXIS_PATIENCE)


def give(packet: Packet) -> str:
    """Hand a packet to the axis (giao cho trục)."""
    line = axis()
    return line.send(bytes_of(packet), packet.our_code, "status" if packet.kind == "status" else "edoc")


def fetch() -> int:
    """Take in all that waits at the axis; a packet is marked there after it is committed here (lấy gói tin về).

    One that breaks us stays there and comes again; the others go on.
    """
    line = axis()
    taken = 0
    for one in line.received()[:AT_ONCE]:
        data = line.get(one.id)
        try:
            good = take(data, Channel.AXIS, one.id)
        except Exception as error:
            logger.exception("packet left at the axis", extra={"error": type(error).__name__})
            continue
        line.mark(one.id, "done" if good else "fail")
        taken += 1
    return taken


carry(Channel.AXIS, Carrier(give))
