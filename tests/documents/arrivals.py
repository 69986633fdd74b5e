"""Documents that come to a ward, and its people (văn bản đến mẫu cho kiểm thử)."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.test import Client
from django.utils import timezone

from cuulong.core.files.store import store
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.people.testing import sign_in
from cuulong.lib.dates import VIETNAM
from cuulong.systems.documents.incoming.actions.assign import assign
from cuulong.systems.documents.incoming.actions.hand_out import hand_out
from cuulong.systems.documents.incoming.actions.instruct import instruct
from cuulong.systems.documents.incoming.actions.propose import propose
from cuulong.systems.documents.incoming.actions.register import register
from cuulong.systems.documents.incoming.actions.take_in import take_in
from cuulong.systems.documents.incoming.arrival import Arrival, Brought
from cuulong.systems.documents.incoming.plan import Plan
from cuulong.systems.documents.models import Document

CLERK, OFFICE, LEADER, HEAD, SPECIALIST = "lc.vanthu", "lc.chanhvp", "lc.chutich", "lc.kinhte", "lc.dothi"
TUESDAY = datetime(2026, 11, 24, 9, tzinfo=VIETNAM)


def agency(slug: str = "commune-29551") -> Agency:
    return Agency.objects.get(slug=slug)


def room(key: str = "kinh-te") -> Agency:
    return agency(f"commune-29551--{key}")


def who(username: str) -> Acting:
    return Acting.of(Account.objects.get(username=username))


def enter(username: str) -> Client:
    return sign_in(Client(), Account.objects.get(username=username))


def arrival(**said: Any) -> Arrival:
    """A letter of a body that does not exist."""
    usual = {
        "number": "512/SXD-QLN", "issued_on": date(2026, 11, 23), "issuer_name": "Sở Xây dựng tỉnh Mẫu",
        "kind_name": "Công văn", "subject": "rà soát nhà ở ven kênh",
    }  # fmt: skip
    return Arrival(**usual | said)


def paper(text: str = "Bản chụp mẫu", name: str = "ban-chup.pdf") -> Brought:
    """A one-page PDF that bears a text."""
    return Brought("main", store(page(text), name=name, acting=Acting.system("test")))


def page(text: str) -> bytes:
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (620, 877), "white")
    ImageDraw.Draw(picture).text((60, 60), text.encode("ascii", "replace").decode(), fill="black")
    out = BytesIO()
    picture.save(out, format="PDF")
    return out.getvalue()


def came(at: datetime | None = None, **said: Any) -> Document:
    return take_in(arrival(**said), agency=agency(), acting=who(CLERK), at=at or timezone.now(), again=True)


def registered(at: datetime | None = None, **said: Any) -> Document:
    at = at or timezone.now()
    return register(came(at, **said), acting=who(CLERK), at=at)


def plan(**said: Any) -> Plan:
    return Plan(**{"lead": room(), "text": "Giao phòng Kinh tế tham mưu."} | said)


def proposed(at: datetime | None = None, **said: Any) -> Document:
    at = at or timezone.now()
    return propose(registered(at, **said), plan(), acting=who(OFFICE), at=at)


def instructed(at: datetime | None = None, **said: Any) -> Document:
    at = at or timezone.now()
    return instruct(proposed(at, **said), plan(), acting=who(LEADER), at=at)


def handed_out(at: datetime | None = None, **said: Any) -> Document:
    at = at or timezone.now()
    return hand_out(registered(at, **said), plan(), acting=who(OFFICE), at=at)


def assigned(at: datetime | None = None, **said: Any) -> Document:
    at = at or timezone.now()
    person = Account.objects.get(username=SPECIALIST)
    return assign(instructed(at, **said), person, acting=who(HEAD), at=at)
