"""Who stands where whom stood."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuulong.core.organisations.lineage import gathered, roll_up, successors
from cuulong.core.organisations.models import Agency
from cuulong.core.organisations.rules import ArrangementError, Lines, Step, check_codes
from cuulong.lib.dates import DateRange
from cuulong.lib.province import Province

Y16, Y20, Y25 = date(2016, 1, 1), date(2020, 2, 1), date(2025, 7, 1)
TODAY = date(2026, 11, 24)

# 1 and 2 become 3, 3 and 4 become 5; a part of 5 becomes 6; 7 is abolished without heir.
LINES = Lines(
    [Step(Y20, 1, 3), Step(Y20, 2, 3), Step(Y25, 3, 5), Step(Y25, 4, 5), Step(date(2026, 1, 1), 5, 6)],
    {
        1: DateRange(Y16, Y20),
        2: DateRange(Y16, Y20),
        3: DateRange(Y20, Y25),
        4: DateRange(Y16, Y25),
        5: DateRange(Y25, None),
        6: DateRange(date(2026, 1, 1), None),
        7: DateRange(Y16, Y25),
    },
)


def test_an_agency_is_followed_through_every_merger() -> None:
    assert LINES.heirs(1, date(2019, 1, 1)) == {1}
    assert LINES.heirs(1, date(2021, 1, 1)) == {3}
    assert LINES.heirs(1, date(2025, 12, 1)) == {5}


def test_what_continues_stands_in_its_own_place_after_a_part_left() -> None:
    assert LINES.heirs(5, TODAY) == {5}
    assert LINES.gathered(6, TODAY) == {6}


def test_a_new_agency_looked_for_in_the_past_is_those_it_came_from() -> None:
    assert LINES.heirs(5, Y16) == {1, 2, 4}
    assert LINES.heirs(6, Y16) == {1, 2, 4}


def test_an_abolished_agency_has_no_heir() -> None:
    assert LINES.heirs(7, TODAY) == frozenset()


def test_an_agency_gathers_the_past_of_all_whose_place_it_holds() -> None:
    assert LINES.gathered(5, TODAY) == {1, 2, 3, 4, 5}
    assert LINES.gathered(3, date(2021, 1, 1)) == {1, 2, 3}


@given(st.integers(1, 7), st.dates(Y16, TODAY))
def test_whoever_gathers_is_the_heir_and_the_other_way_round(agency: int, day: date) -> None:
    for heir in LINES.heirs(agency, day):
        began = LINES.lives[agency].start <= day
        assert not began or agency in LINES.gathered(heir, day)


@pytest.mark.parametrize("code", ["H61", "H61.12", "H61.12.3", "H15.50.05.13"])
def test_codes_of_decision_20_pass(code: str) -> None:
    check_codes(code, "000.00.16.H61")


@pytest.mark.parametrize(("code", "code_102"), [("61.12", ""), ("H61.", ""), ("h61.1", ""), ("", "0.0.16.H61")])
def test_codes_of_another_shape_are_refused(code: str, code_102: str) -> None:
    with pytest.raises(ArrangementError):
        check_codes(code, code_102)


def test_chanh_hoi_is_cai_nhum_today_and_so_are_its_former_neighbours(cai_nhum: Agency) -> None:
    merged = Agency.objects.get(slug="commune-29620")  # joined in 2020
    assert successors(merged, TODAY) == [cai_nhum]
    assert successors(cai_nhum, date(2016, 12, 31)) == [cai_nhum]
    assert cai_nhum.name_on(date(2016, 12, 31)) == "Ủy ban nhân dân xã Chánh Hội"
    past = Agency.objects.filter(pk__in=gathered(cai_nhum.pk, TODAY)).values_list("slug", flat=True)
    assert {"commune-29620", "commune-29629", "commune-29647", "commune-29641"} == set(past)


def test_all_communes_of_2016_roll_up_into_living_agencies(vinh_long: Province) -> None:
    then = Agency.objects.as_of(date(2016, 12, 31)).filter(kind="commune").values_list("pk", flat=True)
    rolled = roll_up(then, TODAY)
    assert len(rolled) == 109
    living = set(Agency.objects.as_of(TODAY).filter(kind="commune").values_list("pk", flat=True))
    assert all(heirs and heirs <= living for heirs in rolled.values())


def test_rolling_up_everything_takes_two_queries(vinh_long: Province, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        roll_up(range(1, 2000), TODAY)
