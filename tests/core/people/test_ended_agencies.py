"""Posts at an agency that is merged or abolished."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cuulong.core.audit.models import Event
from cuulong.core.organisations.actions.rename_agency import rename_agency
from cuulong.core.organisations.actions.succeed import abolish, merge
from cuulong.core.organisations.facts import AgencySucceeded
from cuulong.core.organisations.models import Agency, AgencyProfile
from cuulong.core.organisations.queries import forget_tree
from cuulong.core.outbox.testing import run_jobs
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account, Appointment
from cuulong.core.people.spans import to_range
from cuulong.core.people.subscribers import end_posts
from cuulong.core.people.testing import SINCE, make_official
from cuulong.lib.dates import DateRange

from .conftest import Ward

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)
NEXT_YEAR = date(TODAY.year + 1, 1, 1)
SYSTEM = Acting.system("test")


@pytest.fixture
def two_wards(ward: Ward) -> Ward:
    """Each ward has its centre; they stand in the tree as if they always had."""
    other = Agency.objects.create(
        slug="xa-ben--trung-tam",
        name="Trung tâm xã Bên",
        kind="centre",
        parent=ward.neighbour,
        valid=to_range(DateRange(SINCE, None)),
    )
    Agency.objects.filter(pk__in=(ward.centre.pk, other.pk)).update(key="trung-tam")
    for one in Agency.objects.all():
        AgencyProfile.objects.create(agency=one, name=one.name, parent=one.parent, level="xa", valid=one.valid)
    forget_tree()
    return ward


def posts(person: Account, day: date) -> set[tuple[str, str]]:
    return {(grant.role, Agency.objects.get(pk=grant.agency_id).slug) for grant in Acting.of(person, day).grants}


def test_at_a_merger_leaders_stop_and_the_others_go_on_at_the_successor(two_wards: Ward) -> None:
    leader = make_official("lanhdao", two_wards.ward, "signer", "specialist")
    at_counter = make_official("quay", two_wards.centre, "intake_officer")
    elsewhere = make_official("xa", two_wards.neighbour, "signer")
    merge(two_wards.ward, two_wards.neighbour, on=TODAY, acting=SYSTEM)
    run_jobs()
    assert posts(leader, YESTERDAY) == {("signer", "phuong-mau"), ("specialist", "phuong-mau")}
    assert posts(leader, TODAY) == {("specialist", "xa-ben")}
    assert posts(at_counter, YESTERDAY) == {("intake_officer", "phuong-mau--trung-tam")}
    assert posts(at_counter, TODAY) == {("intake_officer", "xa-ben--trung-tam")}
    assert posts(elsewhere, TODAY) == {("signer", "xa-ben")}


def test_with_an_abolished_agency_every_post_ends_on_its_last_day(two_wards: Ward) -> None:
    person = make_official("an", two_wards.ward, "specialist")
    deputy = make_official("pho", two_wards.neighbour, "specialist")
    person.appointments.get().delegations.create(
        delegate=deputy, reason="Đi vắng", valid=to_range(DateRange(SINCE, None))
    )
    abolish(two_wards.ward, on=NEXT_YEAR, acting=SYSTEM)
    run_jobs()
    assert posts(person, NEXT_YEAR - timedelta(days=1)) == {("specialist", "phuong-mau")}
    assert posts(person, NEXT_YEAR) == set()
    assert posts(deputy, NEXT_YEAR) == {("specialist", "xa-ben")}
    assert Event.objects.filter(action="people.appointment.ended").count() == 1


def test_a_post_that_was_to_begin_later_is_cancelled_with_a_line_in_the_log(two_wards: Ward) -> None:
    leader = make_official("moi", two_wards.ward, "signer", since=NEXT_YEAR)
    abolish(two_wards.ward, on=TODAY, acting=SYSTEM)
    run_jobs()
    assert not Appointment.objects.filter(account=leader).exists()
    assert Event.objects.get(action="people.appointment.cancelled").details["agency_name"] == "UBND phường Mẫu"


def test_hearing_of_it_twice_changes_nothing_more(two_wards: Ward) -> None:
    person = make_official("an", two_wards.ward, "specialist", "signer")
    merge(two_wards.ward, two_wards.neighbour, on=TODAY, acting=SYSTEM)
    run_jobs()
    rows, lines = list(Appointment.objects.order_by("pk").values()), Event.objects.count()
    told = {"kind": "merge", "effective_on": TODAY, "successor": two_wards.neighbour.ref}
    end_posts(AgencySucceeded(predecessor=two_wards.ward.ref, **told))
    assert list(Appointment.objects.order_by("pk").values()) == rows
    assert Event.objects.count() == lines
    assert posts(person, TODAY) == {("specialist", "xa-ben")}


def test_whoever_serves_at_both_has_one_post_there_afterwards(two_wards: Ward) -> None:
    person = make_official("an", two_wards.ward, "specialist")
    make_official("an", two_wards.neighbour, "specialist")
    merge(two_wards.ward, two_wards.neighbour, on=TODAY, acting=SYSTEM)
    run_jobs()
    assert posts(person, TODAY) == {("specialist", "xa-ben")}


def test_a_new_name_ends_no_post(two_wards: Ward) -> None:
    person = make_official("an", two_wards.ward, "signer")
    rename_agency(two_wards.ward, name="UBND phường Mới", on=TODAY, acting=SYSTEM)
    run_jobs()
    assert posts(person, TODAY) == {("signer", "phuong-mau")}
