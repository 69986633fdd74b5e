"""A ward, a department with a dissolved predecessor and their people: the ground of the document system's tests."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.cache import cache
from django.utils import timezone

from cuulong.core.organisations.models import Agency, AgencyProfile, Succession
from cuulong.core.organisations.queries import forget_tree
from cuulong.core.people.models import Account, Appointment, Delegation
from cuulong.core.people.spans import to_range
from cuulong.core.people.testing import make_official
from cuulong.lib.dates import DateRange
from cuulong.systems.documents.processes import load_processes

# slug, kind, parent, name, code
AGENCIES = [
    ("ubnd-tinh", "province", "", "Ủy ban nhân dân tỉnh Mẫu", "H61"),
    ("commune-29551", "commune", "ubnd-tinh", "Ủy ban nhân dân phường Long Châu", "H61.929551"),
    ("commune-29551--van-phong", "room", "commune-29551", "Văn phòng", ""),
    ("commune-29551--kinh-te", "room", "commune-29551", "Phòng Kinh tế", ""),
    ("commune-29551--van-hoa-xa-hoi", "room", "commune-29551", "Phòng Văn hóa - Xã hội", ""),
    ("commune-29641", "commune", "ubnd-tinh", "Ủy ban nhân dân xã Cái Nhum", "H61.929641"),
    ("so-nong-nghiep-va-moi-truong", "provincial_body", "ubnd-tinh", "Sở Nông nghiệp và Môi trường", "H61.9027"),
]  # fmt: skip
# username, role, agency, position
PEOPLE = [
    ("lc.vanthu", "clerk", "commune-29551", "Văn thư"),
    ("lc.vanthu", "archivist", "commune-29551", "Lưu trữ"),
    ("lc.chanhvp", "chief_of_office", "commune-29551--van-phong", "Chánh Văn phòng"),
    ("lc.chanhvp", "head_of_division", "commune-29551--van-phong", "Chánh Văn phòng"),
    ("lc.hotich", "specialist", "commune-29551--van-phong", "Công chức"),
    ("lc.kinhte", "head_of_division", "commune-29551--kinh-te", "Trưởng phòng"),
    ("lc.dothi", "specialist", "commune-29551--kinh-te", "Chuyên viên"),
    ("lc.chutich", "signer", "commune-29551", "Chủ tịch"),
    ("lc.phochutich", "signer", "commune-29551", "Phó Chủ tịch"),
    ("lc.tiepnhan", "intake_officer", "commune-29551", "Công chức tiếp nhận"),
    ("cn.vanthu", "clerk", "commune-29641", "Văn thư"),
    ("cn.chutich", "signer", "commune-29641", "Chủ tịch"),
    ("nnmt.vanthu", "clerk", "so-nong-nghiep-va-moi-truong", "Văn thư"),
    ("nnmt.giamdoc", "signer", "so-nong-nghiep-va-moi-truong", "Phó Giám đốc"),
    ("quantri", "administrator", "ubnd-tinh", "Quản trị"),
]
SINCE, UNTIL = date(2016, 1, 1), date(2025, 3, 1)


def _agency(slug: str, kind: str, above: Agency | None, name: str, code: str, until: date | None = None) -> Agency:
    valid = to_range(DateRange(SINCE, until))
    key = slug.partition("--")[2]
    made = Agency.objects.create(
        slug=slug, kind=kind, name=name, short_name=name, parent=above, valid=valid, code=code, key=key
    )
    AgencyProfile.objects.create(
        agency=made, name=name, short_name=name, level="commune", parent=above, code=code, valid=valid
    )
    return made


@pytest.fixture
def province(db: None) -> None:
    """People, agencies and process tables are there; what the test does is undone."""
    cache.clear()
    forget_tree()
    agencies: dict[str, Agency] = {}
    for slug, kind, parent, name, code in AGENCIES:
        agencies[slug] = _agency(slug, kind, agencies.get(parent), name, code)
    old = _agency(
        "so-nong-nghiep-va-ptnt", "provincial_body", agencies["ubnd-tinh"], "Sở Nông nghiệp và PTNT", "H61.9008", UNTIL
    )
    Succession.objects.create(
        predecessor=old, successor=agencies["so-nong-nghiep-va-moi-truong"], kind="merge", effective_on=UNTIL
    )
    for username, role, agency, position in PEOPLE:
        account = make_official(username, agencies[agency])
        Appointment.objects.create(
            account=account,
            agency=agencies[agency],
            role=role,
            position=position,
            valid=to_range(DateRange(SINCE, None)),
        )
    Delegation.objects.create(
        appointment=Appointment.objects.get(account__username="lc.chutich"),
        delegate=Account.objects.get(username="lc.phochutich"),
        reason="Đi công tác",
        valid=to_range(DateRange(SINCE, None)),
    )
    forget_tree()
    load_processes()


@pytest.fixture
def now() -> datetime:
    return timezone.now()
