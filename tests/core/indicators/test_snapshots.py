"""Figures that stay as they were taken, and figures from before us."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from cuulong.core.audit.models import Event
from cuulong.core.indicators.actions.fix import fix, fix_last_month
from cuulong.core.indicators.actions.load_balances import load_balances
from cuulong.core.indicators.models import OpeningBalance, Snapshot
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.core.people.testing import make_official
from cuulong.lib.dates import Period, PeriodKind
from cuulong.lib.province import Province
from tests.core.indicators.conftest import Rearranged

YEAR = Period.year(2025)


def test_a_fixed_figure_stays_when_rows_are_added_and_tells_that_they_were(land: Rearranged) -> None:
    chief = Acting.of(make_official("chanh-vp", land.province, "chief_of_office", full_name="Chánh Văn Phòng"))
    land.issue(land.c, date(2025, 9, 2), 1)
    first = fix("test.issued", None, YEAR, acting=chief)
    land.issue(land.c, date(2025, 9, 3), 2)
    second = fix("test.issued", None, YEAR, acting=chief)
    first.refresh_from_db()
    assert (first.value, second.value) == (1, 2)
    assert first.rows_hash != second.rows_hash
    assert first.taken_by == "Chánh Văn Phòng"
    assert Event.objects.filter(action="indicators.snapshot.taken").count() == 2


def test_fixing_the_same_moment_again_gives_the_same_row(land: Rearranged) -> None:
    machine, moment = Acting.system("test"), timezone.now()
    assert fix("test.share", land.c, YEAR, acting=machine, known_at=moment) == fix(
        "test.share", land.c, YEAR, acting=machine, known_at=moment
    )
    assert Snapshot.objects.get().value is None


def test_a_specialist_fixes_nothing(land: Rearranged) -> None:
    with pytest.raises(Forbidden):
        fix("test.issued", None, YEAR, acting=Acting.of(make_official("cv", land.c, "specialist")))


def test_every_month_the_machine_fixes_the_province_and_whoever_has_a_figure(land: Rearranged) -> None:
    month = Period.containing(timezone.localdate(), PeriodKind.MONTH).previous()
    land.issue(land.c, month.start, 1)
    fix_last_month()
    fix_last_month()
    taken = Snapshot.objects.filter(code="test.issued", period=str(month))
    assert {(one.agency and one.agency.slug, one.value) for one in taken} == {(None, 1), ("xa-c", 1)}
    assert taken.count() == 2


def test_opening_balances_are_laid_once_and_corrected_by_loading_again(land: Rearranged, tmp_path: Path) -> None:
    (tmp_path / "province.toml").write_text("", encoding="utf-8")
    table = tmp_path / "opening_balances.csv"
    head = "indicator,agency,period,value,unit,source,label\n"
    table.write_text(f"{head}portals.visits,so,2016-12-31,2778261,visits,Báo cáo 2016,Số báo cáo\n", encoding="utf-8")
    load_balances(Province(tmp_path))
    table.write_text(f"{head}portals.visits,so,2016-12-31,2778262,visits,Báo cáo 2016,Số báo cáo\n", encoding="utf-8")
    load_balances(Province(tmp_path))
    balance = OpeningBalance.objects.get()
    assert str(balance.plain) == "2778262"
    balance.value = Decimal("0.8700")
    assert str(balance.plain) == "0.87"
