"""What holds for every packet: written and read it is the same, and mutated it is refused or read, nothing else."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cuulong.core.exchange.contents import digest_of, from_json, header_of, tidied
from cuulong.core.exchange.edxml import (
    Attachment,
    Business,
    Code,
    Envelope,
    Hop,
    Organ,
    OtherInfo,
    Promulgation,
    Refused,
    Response,
    StatusMessage,
    Trace,
    read,
    write,
)
from cuulong.core.exchange.edxml.packets import SPACE
from cuulong.core.exchange.edxml.tree import Element

from .packets import letter, status

settings.register_profile("edxml", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("edxml")

texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufffe\uffff")
    | st.sampled_from('\n\r\t<&>"'),
    max_size=30,
).map(lambda text: unicodedata.normalize("NFC", text).strip())
full = texts.map(lambda text: text or "x")
names = st.text("abcĐđ_09.-", max_size=8).map(lambda text: "La" + text)  # none that the regulation knows
unknown = st.recursive(
    st.builds(Element, name=names, space=st.sampled_from([SPACE, "urn:x"]), text=texts),
    lambda inner: st.builds(Element, name=st.just("Khac"), space=st.sampled_from([SPACE, "", "urn:y"]),
                            children=st.lists(inner, max_size=3).map(tuple)),
    max_leaves=6,
)  # fmt: skip
extras = st.lists(unknown, max_size=2).map(tuple)
organs = st.builds(Organ, organ_id=full, name=texts, email=texts, extras=extras)
files = st.builds(
    Attachment, content_id=st.uuids().map(str), name=st.just("tep.bin"), description=texts, content_type=texts,
    content=st.binary(max_size=200).map(lambda data: b"." + data), zipped=st.booleans(),
)  # fmt: skip
envelopes = st.builds(
    Envelope,
    sender=organs,
    to=st.lists(organs, min_size=1, max_size=3).map(tuple),
    document_id=full,
    code=st.none() | st.builds(Code, number=texts, notation=texts),
    promulgation=st.none() | st.builds(Promulgation, place=texts, date=texts),
    subject=full,
    content=texts,
    other=st.none()
    | st.builds(OtherInfo, priority=texts, appendixes=st.lists(full, max_size=3).map(tuple), extras=extras),
    responses=st.lists(st.builds(Response, organ_id=texts, code=texts, document_id=texts), max_size=2).map(tuple),
    steering=texts,
    to_places=st.lists(full, max_size=3).map(tuple),
    trace=st.none()
    | st.builds(
        Trace,
        hops=st.lists(st.builds(Hop, organ_id=texts, timestamp=texts), max_size=2).map(tuple),
        business=st.none() | st.builds(Business, document_id=texts, reason=texts, doc_type=st.sampled_from("0123")),
    ),
    attachments=st.lists(files, max_size=3).map(tuple),
    extras=extras,
    beside=extras,
)
statuses = st.builds(
    StatusMessage,
    sender=organs,
    responses=st.lists(st.builds(Response, organ_id=full, code=texts, document_id=full), min_size=1, max_size=2).map(
        tuple
    ),
    code=st.sampled_from(["01", "02", "07", "14", "16", "XX"]),
    description=texts,
    extras=extras,
)


@given(envelopes | statuses)
def test_written_and_read_it_is_the_same(packet: Envelope | StatusMessage) -> None:
    assert read(write(packet)) == packet


@given(envelopes)
def test_kept_as_json_it_is_the_same(packet: Envelope) -> None:
    assert from_json(Envelope, header_of(packet)) == replace(packet, attachments=(), references=())


@given(envelopes)
def test_sender_and_receiver_find_the_same_hash(packet: Envelope) -> None:
    came = read(write(packet))
    assert isinstance(came, Envelope)
    assert digest_of(came) == digest_of(packet) == digest_of(tidied(packet))


def read_or_refused(data: bytes) -> Envelope | StatusMessage | None:
    """Anything else that is raised fails the test."""
    try:
        return read(data)
    except Refused:
        return None


@given(st.data())
@settings(max_examples=400)
def test_mutated_bytes_are_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([write(letter()), write(status())])))
    for _change in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        match data.draw(st.sampled_from("fcid")):
            case "f":
                whole[at] ^= 1 << data.draw(st.integers(0, 7))
            case "c":
                del whole[at:]
            case "i":
                whole[at:at] = data.draw(
                    st.sampled_from([b"<", b"</edXML>", b"&x;", b"<!DOCTYPE a>", b"]]>", b"\x00", b"<x>"])
                )
            case _:
                del whole[at : at + data.draw(st.integers(1, 80))]
        if not whole:
            break
    packet = read_or_refused(bytes(whole))
    assert packet is None or read(write(packet)) == packet


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refused(data)
