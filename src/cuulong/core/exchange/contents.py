"""Envelopes as rows keep them: JSON of all but the contents, and the hash that both sides find (nội dung lưu trữ)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from .edxml import Envelope, StatusMessage
from .edxml.packets import Record, Trace
from .edxml.tree import Element, tidy

P = TypeVar("P", Envelope, StatusMessage)


def tidied(value: Any) -> Any:
    """The same record with every text as a reader would find it (chuẩn hóa)."""
    if isinstance(value, str):
        return tidy(value.replace("\r\n", "\n"))
    if isinstance(value, tuple):
        return tuple(map(tidied, value))
    if isinstance(value, Record):
        return replace(value, **{one.name: tidied(getattr(value, one.name)) for one in fields(value)})
    return value


def to_json(value: Any) -> Any:
    """A record as JSON; what is empty is left out."""
    if isinstance(value, tuple):
        return [to_json(one) for one in value]
    if is_dataclass(value):
        told = {one.name: getattr(value, one.name) for one in fields(value)}
        return {name: to_json(one) for name, one in told.items() if one not in ("", (), None, b"")}
    return value


def header_of(packet: Envelope | StatusMessage, files: Iterable[tuple[str, str]] = ()) -> dict[str, Any]:
    """What a row keeps: the packet without its attachments, of which name and SHA-256 are listed."""
    if isinstance(packet, Envelope):
        packet = replace(packet, attachments=(), references=())
    header: dict[str, Any] = to_json(packet)
    listed = [list(one) for one in files]
    return header | {"files": listed} if listed else header


def from_json(kind: type[P], header: Mapping[str, Any]) -> P:
    """The packet again, without attachments."""
    return _record(kind, header)  # type: ignore[no-any-return]


def _record(kind: Any, told: Mapping[str, Any]) -> Any:
    made: dict[str, Any] = {}
    for one in fields(kind):
        if one.name not in told:
            continue
        value = told[one.name]
        how = one.metadata.get("how")
        if how == "records":
            made[one.name] = tuple(_record(one.metadata["kind"](), item) for item in value)
        elif how == "record":
            made[one.name] = _record(one.metadata["kind"](), value)
        elif one.name == "trace":
            made[one.name] = _record(Trace, value)
        elif one.name in ("extras", "beside", "children"):
            made[one.name] = tuple(_record(Element, item) for item in value)
        elif one.name == "attributes":
            made[one.name] = tuple((name, text) for name, text in value)
        else:
            made[one.name] = tuple(value) if isinstance(value, list) else value
    return kind(**made)


def digest_of(packet: Envelope | StatusMessage, files: Iterable[tuple[str, str]] = ()) -> str:
    """SHA-256 of what a packet says, with name and SHA-256 of each file; the way it went and how it was spelled do not matter.

    The hops and signatures change under way, so they are outside (mã băm nội dung).
    """
    said = header_of(packet, files)
    said.pop("beside", None)
    if "trace" in said:
        said["trace"] = {name: value for name, value in said["trace"].items() if name == "business"}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def key_of(*parts: object) -> str:
    """One short key of several parts, none of which can run into the next."""
    return hashlib.sha256(json.dumps([str(part) for part in parts]).encode()).hexdigest()
