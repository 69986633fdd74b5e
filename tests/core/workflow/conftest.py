"""A small ward with a room and a department, to walk cases through."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db.backends.postgresql.psycopg_any import DateRange

from cuulong.core.organisations.models import Agency
from cuulong.core.organisations.queries import forget_tree
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account, Appointment, Delegation
from cuulong.core.workflow import engine
from cuulong.core.workflow.actions import versions
from cuulong.core.workflow.queries import current_steps
from cuulong.lib.dates import VIETNAM
from cuulong.lib.facts import Ref

FROM = DateRange(date(2020, 1, 1), None)
MACHINE = Acting.system("test")


@pytest.fixture
def moment():
    """ "2026-11-24 08:00" by the province's clock; that day is a Tuesday."""
    return lambda text: datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@dataclass
class Ward:
    """A ward, its room, a department with a division, and whoever works there."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    people: dict[str, Account] = field(default_factory=dict)

    def found(self, slug, kind, parent=None):
        above = self.agencies.get(parent)
        self.agencies[slug] = Agency.objects.create(slug=slug, kind=kind, name=slug, valid=FROM, parent=above)

    def appoint(self, name, role, agency):
        if name not in self.people:
            self.people[name] = Account.objects.create(username=name.lower(), full_name=name)
        return Appointment.objects.create(
            account=self.people[name], agency=self.agencies[agency], role=role, valid=FROM
        )

    def lend(self, appointment, to, rights=()):
        delegate = self.people.setdefault(to, Account.objects.create(username=to.lower(), full_name=to))
        return Delegation.objects.create(
            appointment=appointment, delegate=delegate, rights=list(rights), reason="Đi công tác", valid=FROM
        )

    def acting(self, name):
        return Acting.of(self.people[name], date(2026, 11, 24))


@pytest.fixture
def ward(db):
    cache.clear()  # trees and calendars that other tests left in memory
    forget_tree()
    ward = Ward()
    ward.found("phuong", "commune")
    ward.found("phuong--kinh-te", "room", "phuong")
    ward.found("trung-tam", "centre")
    ward.found("so-xay-dung", "provincial_body")
    ward.found("so-xay-dung--ha-tang", "room", "so-xay-dung")
    ward.appoint("An", "intake_officer", "trung-tam")
    ward.appoint("Bình", "specialist", "phuong--kinh-te")
    ward.appoint("Chi", "specialist", "phuong--kinh-te")
    ward.appoint("Dũng", "head_of_division", "phuong--kinh-te")
    ward.appoint("Em", "signer", "phuong")
    ward.appoint("Giang", "specialist", "so-xay-dung--ha-tang")
    yield ward
    cache.clear()
    forget_tree()


PERMIT = {
    "start": "intake",
    "steps": [
        {
            "key": "intake",
            "title": {"vi": "Tiếp nhận", "en": "Take in"},
            "role": "intake_officer",
            "scope": "intake",
            "hours": 4,
            "actions": [{"key": "accept", "title": {"vi": "Tiếp nhận hồ sơ"}, "next": "appraise"}],
        },
        {
            "key": "appraise",
            "title": {"vi": "Thẩm định", "en": "Examine"},
            "role": "specialist",
            "scope": "competent",
            "room": True,
            "hours": 16,
            "actions": [
                {"key": "propose", "title": {"vi": "Đề xuất cấp"}, "next": "sign"},
                {"key": "stop_clock", "title": {"vi": "Dừng tính giờ"}, "next": "appraise", "needs": ["note"]},
                {"key": "give_up", "title": {"vi": "Thôi"}, "next": "end:refused", "waits": False},
            ],
            "parallel": [
                {
                    "key": "road",
                    "title": {"vi": "Chỉ giới đường đỏ"},
                    "agency": "named:so-xay-dung",
                    "hours": 8,
                    "silence": "consent",
                    "when": {"field": "road", "op": "equals", "value": "tinh"},
                },
                {"key": "other", "title": {"vi": "Ý kiến khác"}, "agency": "ask", "hours": 8, "required": False},
            ],
        },
        {
            "key": "sign",
            "title": {"vi": "Ký", "en": "Sign"},
            "role": "signer",
            "scope": "competent",
            "hours": 8,
            "actions": [
                {"key": "sign", "title": {"vi": "Ký kết quả"}, "next": "end:issued", "needs": ["signature"]},
                {"key": "send_back", "title": {"vi": "Trả lại"}, "next": "appraise", "needs": ["note"]},
            ],
        },
    ],
}


@pytest.fixture
def permit(db, moment):
    version = versions.draft("permit", "Giấy phép thử", PERMIT, acting=MACHINE)
    return versions.publish(version, valid_from=date(2026, 1, 1), acting=MACHINE, at=moment("2026-01-01 08:00"))


@pytest.fixture
def begin(ward, permit, moment):
    """Start a case, in the ward's room, taken in at the centre; gives its first step."""

    def start(at="2026-11-24 08:00", **context):
        case = engine.start(
            Ref("services.dossier", uuid4()),
            "permit",
            agency=ward.agencies["phuong"],
            intake_agency=ward.agencies["trung-tam"],
            room=ward.agencies["phuong--kinh-te"],
            acting=ward.acting("An"),
            at=moment(at),
            context=context,
        )
        return current_steps(case.subject)[0]

    return start


@pytest.fixture
def appraising(begin, ward, moment):
    """A case that stands with the specialist since Tuesday 24/11/2026, 09:00."""

    def start(**context):
        step, *_asked = engine.act(begin(**context), "accept", acting=ward.acting("An"), at=moment("2026-11-24 09:00"))
        return step

    return start
