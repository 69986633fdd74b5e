"""Appointing, ending, delegating: what an administrator and a leader expect of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cuulong.core.audit.models import Event
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.core.people.actions.appoint import appoint
from cuulong.core.people.actions.delegate import delegate
from cuulong.core.people.actions.end_appointment import end_appointment
from cuulong.core.people.actions.revoke import revoke
from cuulong.core.people.models import Account, Appointment, Delegation
from cuulong.core.people.queries import colleagues, holders
from cuulong.core.people.rules import AppointmentError
from cuulong.core.people.testing import make_official

TODAY = timezone.localdate()
SYSTEM = Acting.system("test")


def test_an_appointment_counts_from_its_first_through_its_last_day(ward: Any) -> None:
    person = Account.objects.create_user("an", full_name="Nguyễn Văn An")
    appoint(person, ward.ward, "signer", first=date(2026, 3, 1), last=date(2026, 3, 31), acting=SYSTEM)
    held = {day: Acting.of(person, day).is_official for day in map(date.fromisoformat, ("2026-02-28", "2026-03-01"))}
    assert held == {date(2026, 2, 28): False, date(2026, 3, 1): True}
    assert Acting.of(person, date(2026, 3, 31)).is_official
    assert not Acting.of(person, date(2026, 4, 1)).is_official


def test_the_same_role_twice_at_one_agency_is_refused_with_the_day_the_first_began(ward: Any) -> None:
    person = make_official("an", ward.ward, "specialist")
    with pytest.raises(AppointmentError, match="01/07/2025"):
        appoint(person, ward.ward, "specialist", first=TODAY, acting=SYSTEM)
    appoint(person, ward.neighbour, "specialist", first=TODAY, acting=SYSTEM)
    assert Appointment.objects.filter(account=person).count() == 2


def test_a_last_day_before_the_first_is_refused(ward: Any) -> None:
    person = Account.objects.create_user("an", full_name="An")
    with pytest.raises(AppointmentError, match="đứng trước"):
        appoint(person, ward.ward, "clerk", first=TODAY, last=TODAY - timedelta(days=1), acting=SYSTEM)


def test_only_an_administrator_appoints(ward: Any) -> None:
    person = Account.objects.create_user("an", full_name="An")
    leader = Acting.of(make_official("chutich", ward.ward, "signer"))
    with pytest.raises(Forbidden, match="Phân công cán bộ"):
        appoint(person, ward.ward, "clerk", first=TODAY, acting=leader)
    assert not Appointment.objects.filter(account=person).exists()
    appoint(
        person, ward.ward, "clerk", first=TODAY, acting=Acting.of(make_official("qt", ward.province, "administrator"))
    )
    assert Acting.of(person).roles == {"clerk"}


def test_an_ended_appointment_opens_nothing_the_day_after(ward: Any) -> None:
    person = make_official("an", ward.ward, "specialist")
    end_appointment(Appointment.objects.get(account=person), last=TODAY, acting=SYSTEM)
    assert Acting.of(person).is_official
    assert not Acting.of(person, TODAY + timedelta(days=1)).is_official


def test_a_right_reaches_the_agency_and_all_below_it_but_not_beside_it(ward: Any) -> None:
    from cuulong.core.registry import Right, declare

    declare(Right(code="test.do", title="làm thử", roles=frozenset({"signer"})))
    leader = Acting.of(make_official("chutich", ward.ward, "signer"))
    assert leader.can("test.do", ward.ward)
    assert leader.can("test.do", ward.centre)
    assert not leader.can("test.do", ward.neighbour)
    assert not leader.can("test.do", ward.province)


class TestDelegation:
    @pytest.fixture
    def leader(self, ward: Any) -> Account:
        return make_official("chutich", ward.ward, "signer", full_name="Lê Thị Chủ Tịch")

    @pytest.fixture
    def deputy(self, ward: Any) -> Account:
        return make_official("pho", ward.ward, "specialist", full_name="Phạm Văn Phó")

    def lend(self, leader: Account, deputy: Account, **over: Any) -> Delegation:
        given = {
            "first": TODAY,
            "last": TODAY + timedelta(days=7),
            "reason": "đi công tác",
            "acting": Acting.of(leader),
        } | over
        return delegate(leader.appointments.get(), deputy, **given)

    def test_the_deputy_holds_the_role_meanwhile_and_acts_on_the_leaders_behalf(
        self, ward: Any, leader: Account, deputy: Account
    ) -> None:
        self.lend(leader, deputy)
        acting = Acting.of(deputy)
        assert acting.roles == {"specialist", "signer"}
        assert acting.needs_second_factor
        lent = next(g for g in acting.grants if g.role == "signer")
        assert lent.behalf == leader.ref
        assert not Acting.of(deputy, TODAY + timedelta(days=8)).needs_second_factor
        assert set(holders("signer", ward.ward)) == {leader, deputy}

    def test_only_the_listed_rights_are_lent(self, ward: Any, deputy: Account) -> None:
        admin = make_official("qt", ward.province, "administrator")
        self.lend(admin, deputy, rights=["people.see"])
        acting = Acting.of(deputy)
        assert acting.can("people.see")
        assert not acting.can("people.manage")

    def test_taking_it_back_ends_it_at_once_and_doing_so_twice_changes_nothing(
        self, leader: Account, deputy: Account
    ) -> None:
        lent = self.lend(leader, deputy)
        revoke(lent, acting=Acting.of(leader), at=timezone.now())
        first = Delegation.objects.get().revoked_at
        revoke(lent, acting=Acting.of(leader), at=timezone.now())
        assert Acting.of(deputy).roles == {"specialist"}
        assert Delegation.objects.get().revoked_at == first
        assert Event.objects.filter(action="people.delegation.revoked").count() == 1

    def test_nobody_lends_the_work_of_another(self, leader: Account, deputy: Account) -> None:
        with pytest.raises(Forbidden):
            self.lend(leader, deputy, acting=Acting.of(deputy))

    @pytest.mark.parametrize(
        ("over", "sentence"),
        [
            ({"last": None}, "ngày cuối"),
            ({"reason": "  "}, "lý do"),
            ({"first": date(2024, 1, 1)}, "nằm trong thời gian"),
            ({"last": TODAY - timedelta(days=1)}, "đứng trước"),
        ],
    )
    def test_what_cannot_be_lent_is_told_why(
        self, leader: Account, deputy: Account, over: dict[str, Any], sentence: str
    ) -> None:
        with pytest.raises(AppointmentError, match=sentence):
            self.lend(leader, deputy, **over)

    def test_nobody_lends_to_oneself(self, leader: Account) -> None:
        with pytest.raises(AppointmentError, match="chính mình"):
            self.lend(leader, leader)

    def test_a_lent_role_is_not_lent_on(self, ward: Any, leader: Account, deputy: Account) -> None:
        self.lend(leader, deputy)
        third = make_official("ba", ward.ward, "specialist")
        with pytest.raises(Forbidden):
            delegate(
                leader.appointments.get(),
                third,
                first=TODAY,
                last=TODAY,
                reason="thử",
                acting=Acting.of(deputy),
            )

    def test_it_ends_with_the_leaders_appointment(self, leader: Account, deputy: Account) -> None:
        self.lend(leader, deputy)
        end_appointment(leader.appointments.get(), last=TODAY, acting=SYSTEM)
        assert Acting.of(deputy, TODAY + timedelta(days=1)).roles == {"specialist"}

    def test_colleagues_are_those_near_by(self, ward: Any, leader: Account, deputy: Account) -> None:
        far = make_official("xa", ward.neighbour, "specialist")
        near = make_official("quay", ward.centre, "intake_officer")
        assert set(colleagues(near)) >= {leader, deputy}
        assert leader not in colleagues(leader)
        assert far.pk


def test_every_verb_leaves_a_line_in_the_log(ward: Any) -> None:
    admin = Acting.of(make_official("qt", ward.province, "administrator", full_name="Quản Trị"))
    person = make_official("an", ward.centre, "intake_officer", full_name="Nguyễn Văn An")
    appoint(person, ward.ward, "clerk", first=TODAY, acting=admin)
    line = Event.objects.get(action="people.appointment.made")
    assert line.details["person"] == "Nguyễn Văn An"
    assert line.details["role"] == "Văn thư"
    assert line.actor == admin.actor_ref
