"""The people of one ward at work on its outgoing documents (người làm văn bản)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account, Appointment
from cuulong.core.signatures import demo_ca
from cuulong.systems.documents.outgoing.actions.details import To, set_recipients
from cuulong.systems.documents.outgoing.actions.draft import draft
from cuulong.systems.documents.outgoing.actions.seal import number_and_seal
from cuulong.systems.documents.outgoing.actions.sign import sign
from cuulong.systems.documents.outgoing.actions.step import step_of, walk
from cuulong.systems.documents.records.models import Document


@pytest.fixture
def ward(province: None) -> None:
    """The ward's people hold certificates, and it and its neighbour their seals."""
    people = Account.objects.filter(username__in=(LEADER, DEPUTY, CLERK, "cn.chutich"))
    demo_ca.ensure(people, Agency.objects.filter(slug__in=(WARD, NEIGHBOUR)))


WARD, ROOM, NEIGHBOUR = "commune-29551", "commune-29551--kinh-te", "commune-29641"
DRAFTER, HEAD, CLERK, LEADER, DEPUTY = "lc.dothi", "lc.kinhte", "lc.vanthu", "lc.chutich", "lc.phochutich"
SUBJECT = "phối hợp kiểm tra lòng lề đường"
CONTENT = {
    "greeting": ["Ủy ban nhân dân phường Cái Nhum"],
    "text": "Đề nghị phối hợp kiểm tra.\nTrân trọng.",
    "places": ["Như trên"],
}
WAY = (("submit", DRAFTER), ("approve", HEAD), ("form_is_right", CLERK))


def who(username: str) -> Acting:
    return Acting.of(Account.objects.get(username=username))


def post(username: str, agency: str = WARD) -> Appointment:
    return Appointment.objects.get(account__username=username, agency__slug=agency, role="signer")


def agency(slug: str) -> Agency:
    return Agency.objects.get(slug=slug)


def drafted(at: datetime | None = None, **more: Any) -> Document:
    """A letter in the hands of its drafter, with one recipient inside."""
    at = at or timezone.now()
    made = draft(
        agency(ROOM), **{"kind": "cv", "subject": SUBJECT, "content": CONTENT, "acting": who(DRAFTER), "at": at} | more
    )
    set_recipients(made, [To(agency=agency(NEIGHBOUR))], acting=who(DRAFTER), at=at)
    made.refresh_from_db()
    return made


def go(document: Document, key: str, username: str, note: str = "", at: datetime | None = None) -> Document:
    step = step_of(document)
    return walk(document, step, key, acting=who(username), at=at or timezone.now(), revision=None, note=note)


def before_signer(at: datetime | None = None, **more: Any) -> Document:
    """Submitted, reviewed, its form checked."""
    made = drafted(at, **more)
    for key, username in WAY:
        made = go(made, key, username, at=at)
    return made


def signed(at: datetime | None = None, by: str = LEADER, **more: Any) -> Document:
    made = before_signer(at, **more)
    return put_signature(made, by, at)


def put_signature(document: Document, by: str = LEADER, at: datetime | None = None) -> Document:
    at = at or timezone.now()
    return sign(document, step_of(document), pin=demo_ca.PIN, acting=who(by), at=at, revision=None)


def issued(at: datetime | None = None, **more: Any) -> Document:
    return put_seal(signed(at, **more), at=at)


def put_seal(document: Document, by: str = CLERK, at: datetime | None = None, pin: str = demo_ca.PIN) -> Document:
    at = at or timezone.now()
    return number_and_seal(document, step_of(document), pin=pin, acting=who(by), at=at, revision=None)
