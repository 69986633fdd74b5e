"""What the tree was on any day, counted from rows."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from cuulong.core.organisations import queries
from cuulong.core.organisations.actions.load_tree import load_tree
from cuulong.core.organisations.models import Agency, AgencyKind, AgencyProfile, Membership, Succession
from cuulong.core.organisations.tree import Branch, Node, tree
from cuulong.lib.province import Province

pytestmark = pytest.mark.usefixtures("vinh_long")

END_OF_2016 = date(2016, 12, 31)


@pytest.mark.parametrize(
    ("day", "districts", "communes"),
    [
        (END_OF_2016, 8, 109),
        (date(2020, 6, 1), 8, 107),
        (date(2025, 6, 30), 8, 102),
        (date(2025, 7, 1), 0, 124),
        (timezone.localdate(), 0, 124),
    ],
)
def test_the_province_had_so_many_districts_and_communes(day: date, districts: int, communes: int) -> None:
    counted = queries.counts(day)
    assert (counted.districts, counted.communes) == (districts, communes)
    assert Agency.objects.as_of(day).filter(kind=AgencyKind.COMMUNE).count() == communes


def test_the_numbers_changed_in_2020_and_twice_in_2025() -> None:
    points = queries.turning_points(queries.calendar(timezone.localdate()))
    communes = [point.communes for point in points]
    assert [n for at, n in enumerate(communes) if at == 0 or communes[at - 1] != n] == [109, 107, 102, 124]


def test_the_slider_stops_at_every_change_and_every_end_of_year_and_ends_today() -> None:
    when = queries.calendar(date(2026, 11, 24))
    assert {END_OF_2016, date(2025, 7, 1), date(2025, 12, 31)} <= set(when.stops)
    assert when.stops[-1] == date(2026, 11, 24)
    assert when.stops == sorted(set(when.stops))
    assert when.before_last_change == date(2025, 6, 30)


def test_every_agency_of_a_day_has_the_name_and_parent_of_that_day() -> None:
    then = Agency.objects.as_of(END_OF_2016).get(slug="commune-29641")
    district = Agency.objects.get(pk=then.parent_then_id)
    assert (then.short_name_then, district.kind) == ("Xã Chánh Hội", AgencyKind.DISTRICT)
    now = Agency.objects.as_of(timezone.localdate()).get(slug="commune-29641")
    assert now.short_name_then == "Xã Cái Nhum"
    assert Agency.objects.get(pk=now.parent_then_id).kind == AgencyKind.PROVINCE
    assert then.name_on(END_OF_2016) == "Ủy ban nhân dân xã Chánh Hội"


def test_the_drawn_tree_holds_the_same_communes_as_the_rows() -> None:
    for day, communes in ((END_OF_2016, 109), (timezone.localdate(), 124)):
        assert len(_drawn(tree(day).roots, AgencyKind.COMMUNE)) == communes


def test_communes_hang_under_their_district_in_2016_and_under_the_province_today() -> None:
    (then,) = (node for node in tree(END_OF_2016).roots if node.agency.kind == AgencyKind.PROVINCE)
    assert AgencyKind.COMMUNE not in {branch.kind for branch in then.branches}
    (now,) = (node for node in tree(timezone.localdate()).roots if node.agency.kind == AgencyKind.PROVINCE)
    (communes,) = (branch for branch in now.branches if branch.kind == AgencyKind.COMMUNE)
    assert (len(communes.nodes), communes.title) == (124, "Phường, xã")


def test_the_search_finds_an_agency_by_an_old_name_without_accents() -> None:
    found = tree(timezone.localdate(), "chanh hoi")
    (hit,) = (node for node in _all(found.roots) if node.hit)
    assert (hit.name, hit.former) == ("Xã Cái Nhum", "Xã Chánh Hội")


def test_the_search_names_agencies_that_are_no_more() -> None:
    found = tree(timezone.localdate(), "so thong tin va truyen thong")
    assert "so-thong-tin-va-truyen-thong" in {profile.agency.slug for profile in found.former}
    assert not found.roots + found.others


def test_the_subtree_of_a_district_of_2016_holds_its_communes_of_then() -> None:
    district = Agency.objects.get(slug="district-858")
    below = queries.subtree_ids(district.pk, END_OF_2016)
    kinds = Agency.objects.filter(pk__in=below).values_list("kind", flat=True)
    assert set(kinds) == {AgencyKind.DISTRICT, AgencyKind.COMMUNE}
    assert Agency.objects.get(slug="commune-29641").pk in below
    assert queries.subtree_ids(district.pk, timezone.localdate()) == {district.pk}


def test_loading_twice_changes_nothing(vinh_long: Province) -> None:
    def state() -> list[object]:
        rows = Agency.objects.order_by("slug").values_list("slug", "uuid", "name", "valid", "parent__slug")
        return [*rows, AgencyProfile.objects.count(), Succession.objects.count(), Membership.objects.count()]

    before = state()
    load_tree(vinh_long)
    assert state() == before


def test_bodies_that_are_no_agencies_have_members_and_a_standing_agency() -> None:
    body = queries.bodies(timezone.localdate()).get(slug="ban-chi-dao-chuyen-doi-so")
    assert body.parent is not None
    assert body.parent.slug == "so-khoa-hoc-va-cong-nghe"
    assert {seat.member.slug for seat in queries.members(body, timezone.localdate())} >= {"van-phong-ubnd"}


def _all(nodes: list[Node]) -> list[Node]:
    return [one for node in nodes for one in (node, *_all([n for b in node.branches for n in b.nodes]))]


def _drawn(nodes: list[Node], kind: str) -> list[Node]:
    branches: list[Branch] = [branch for node in _all(nodes) for branch in node.branches if branch.kind == kind]
    return [node for branch in branches for node in branch.nodes]
