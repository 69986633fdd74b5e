"""Real codes and contacts come over the invented ones from a table."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from cuulong.core.audit.models import Event
from cuulong.core.organisations.actions.import_tree import COLUMNS, REQUIRED, import_tree
from cuulong.core.organisations.models import Agency, AgencyProfile
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.lib.province import Province
from cuulong.lib.tables import Table, read_table

pytestmark = pytest.mark.usefixtures("vinh_long")
TODAY = timezone.localdate()


def table(*rows: str, header: str = "slug,code_qd20,phone,valid_from") -> Table:
    return read_table("\n".join([header, *rows]).encode(), columns=COLUMNS, required=REQUIRED)


def code(slug: str) -> str:
    return Agency.objects.get(slug=slug).code


def test_a_real_code_replaces_the_invented_one_and_blank_cells_change_nothing(machine: Acting) -> None:
    address = AgencyProfile.objects.filter(agency__slug="so-noi-vu").latest("valid").address
    report = import_tree(table("so-noi-vu,H61.12,0270 3822 111,"), acting=machine)
    assert (report.taken, report.unchanged, report.errors) == (1, 0, [])
    kept = Agency.objects.get(slug="so-noi-vu").profile_on(TODAY)
    assert kept is not None
    assert (kept.code, kept.phone, kept.address) == ("H61.12", "0270 3822 111", address)
    assert code("so-noi-vu") == "H61.12"


def test_the_same_table_twice_changes_nothing_the_second_time(machine: Acting) -> None:
    import_tree(table("so-noi-vu,H61.12,,"), acting=machine)
    again = import_tree(table("so-noi-vu,H61.12,,"), acting=machine)
    assert (again.taken, again.unchanged) == (0, 1)


def test_every_bad_row_is_named_with_its_line_and_column_and_the_good_ones_are_taken(machine: Acting) -> None:
    report = import_tree(
        table(
            "so-noi-vu,H61.12,,",
            "khong-co,H61.13,,",
            "so-tu-phap,61.14,,",
            "so-y-te,H61.15,,31/02/2026",
            "so-noi-vu,H61.16,,",
        ),
        acting=machine,
    )
    assert report.taken == 1
    assert [(e.line, e.column) for e in report.errors] == [(3, "slug"), (4, "code"), (5, "valid_from"), (6, "slug")]
    assert "khong-co" in str(report.errors[0])


def test_none_are_taken_when_asked_for_all_or_none(machine: Acting) -> None:
    before = code("so-noi-vu")
    report = import_tree(table("so-noi-vu,H61.12,,", "khong-co,H61.13,,"), acting=machine, only_if_all_good=True)
    assert report.taken == 0
    assert code("so-noi-vu") == before
    assert not Event.objects.exists()


def test_a_preview_writes_nothing_and_says_the_same(machine: Acting) -> None:
    before = code("so-noi-vu")
    report = import_tree(table("so-noi-vu,H61.12,,"), acting=machine, preview=True)
    assert report.taken == 1
    assert code("so-noi-vu") == before


def test_two_agencies_may_exchange_their_codes(machine: Acting) -> None:
    one, other = code("so-noi-vu"), code("so-tu-phap")
    report = import_tree(table(f"so-noi-vu,{other},,", f"so-tu-phap,{one},,"), acting=machine)
    assert (report.taken, report.errors) == (2, [])
    assert (code("so-noi-vu"), code("so-tu-phap")) == (other, one)


def test_a_code_that_another_keeps_is_refused_and_so_is_the_one_that_hung_on_it(machine: Acting) -> None:
    kept = code("so-y-te")
    freed = code("so-noi-vu")
    report = import_tree(table(f"so-noi-vu,{kept},,", f"so-tu-phap,{freed},,"), acting=machine)
    assert report.taken == 0
    assert {e.line for e in report.errors} == {2, 3}


def test_with_a_day_the_change_begins_then_and_the_past_stays(machine: Acting) -> None:
    rows = table("so-noi-vu,Sở Nội vụ và Dân chính,01/10/2026", header="slug,name,valid_from")
    assert import_tree(rows, acting=machine).taken == 1
    agency = Agency.objects.get(slug="so-noi-vu")
    assert agency.name_on(date(2026, 9, 30)) == "Sở Nội vụ tỉnh Vĩnh Long"
    assert agency.name == "Sở Nội vụ và Dân chính"


def test_whoever_lacks_the_right_imports_nothing() -> None:
    with pytest.raises(Forbidden):
        import_tree(table("so-noi-vu,H61.12,,"), acting=Acting.anonymous())


def test_the_import_is_on_record(machine: Acting, vinh_long: Province) -> None:
    import_tree(table("so-noi-vu,H61.12,,"), acting=machine)
    assert set(Event.objects.values_list("action", flat=True)) == {
        "organisations.agency.changed",
        "organisations.tree.imported",
    }
