"""One proof for all figures: what is shown equals the rows behind it. Systems inherit it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, ClassVar

import pytest

from cuulong.core.indicators import values
from cuulong.core.organisations.models import Agency
from cuulong.core.registry import Indicator, declared
from cuulong.lib.dates import Period


@dataclass
class Ground:
    """Agencies (None: the province) and months for which the subclass has laid rows."""

    agencies: list[Agency | None]
    months: list[Period]

    @property
    def periods(self) -> list[Period]:
        whole = Period(self.months[0].start, self.months[-1].end)
        return [*self.months, whole]


class EveryFigureEqualsItsRows:
    """Subclasses set `owner` and override the fixture `ground`."""

    owner: ClassVar[str]

    @pytest.fixture
    def ground(self, db: None) -> Ground:
        raise NotImplementedError("lay rows of every indicator, then return where and when they lie")

    @property
    def mine(self) -> list[Indicator]:
        found = [one for one in declared(Indicator).values() if one.owner == self.owner]
        assert found, f"{self.owner} declares no indicator"
        return found

    @property
    def counted(self) -> list[Indicator]:
        return [one for one in self.mine if one.rows is not None]

    def test_every_value_is_the_aggregate_of_its_rows(self, ground: Ground) -> None:
        for one in self.counted:
            seen = 0
            for agency in ground.agencies:
                for period in ground.periods:
                    rows = list(values.rows(one.code, agency, period))
                    expected = len(rows) if one.aggregate == "count" else sum(_field(r, one.aggregate[1]) for r in rows)
                    assert values.value(one.code, agency, period) == expected, (one.code, agency, period)
                    seen += len(rows)
            assert seen, f"no row was laid for {one.code}, so nothing is proved"

    def test_every_share_is_its_part_of_the_whole(self, ground: Ground) -> None:
        for one in self.mine:
            for agency in ground.agencies if one.ratio_of else ():
                for period in ground.periods:
                    part, whole = (values.value(code, agency, period) for code in one.ratio_of or ())
                    expected = Decimal(part or 0) / Decimal(whole) if whole else None
                    assert values.value(one.code, agency, period) == expected, (one.code, agency, period)

    def test_months_in_a_row_are_the_single_months(self, ground: Ground) -> None:
        for one in self.mine:
            for agency in ground.agencies:
                single = [values.value(one.code, agency, month) for month in ground.months]
                assert values.series(one.code, agency, ground.months) == single, (one.code, agency)

    def test_a_table_of_agencies_is_the_single_values(self, ground: Ground) -> None:
        for one in self.mine:
            for period in ground.periods:
                single = [(agency, values.value(one.code, agency, period)) for agency in ground.agencies]
                assert values.table(one.code, ground.agencies, period) == single, (one.code, period)

    def test_what_happened_later_was_not_known_before(self, ground: Ground) -> None:
        long_ago = datetime(1990, 1, 1, tzinfo=UTC)
        for one in self.counted:
            for period in ground.periods:
                assert values.value(one.code, None, period, known_at=long_ago) == 0, one.code


def _field(row: Any, path: str) -> Any:
    for part in path.split("__"):
        row = getattr(row, part)
    return row or 0
