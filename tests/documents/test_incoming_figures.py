"""What is counted of incoming documents equals the documents (chỉ tiêu văn bản đến)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cuulong.core.indicators.values import value
from cuulong.lib.dates import VIETNAM, Period
from cuulong.systems.documents.incoming.actions.close import close
from cuulong.systems.documents.incoming.actions.register import register
from tests.core.indicators.base import EveryFigureEqualsItsRows, Ground

from .arrivals import CLERK, OFFICE, agency, came, who

OCTOBER, NOVEMBER = Period.month(2026, 10), Period.month(2026, 11)


def lay() -> None:
    """In October one in time and answered, one late and unanswered; one that only arrived in November."""
    first = datetime(2026, 10, 6, 9, tzinfo=VIETNAM)
    for n, (late, done) in enumerate(((False, True), (True, False)), start=1):
        document = came(first, number=f"{n}/A-B", due_at=first + timedelta(days=10))
        at = first + timedelta(days=3 if late else 0, hours=1)
        document = register(document, acting=who(CLERK), at=at)
        if done:
            close(document, "Đã trả lời.", acting=who(OFFICE), at=first + timedelta(days=5))
    came(first + timedelta(days=30), number="3/A-B")


def test_documents_are_counted_by_the_day_of_each_act(province: None) -> None:
    lay()
    here = agency()
    told = {
        code: value(f"documents.{code}", here, OCTOBER)
        for code in ("received", "registered", "registered_in_time", "due", "answered_in_time")
    }
    assert told == {"received": 2, "registered": 2, "registered_in_time": 1, "due": 2, "answered_in_time": 1}
    assert value("documents.received", here, NOVEMBER) == 1
    assert value("documents.registered_in_time_rate", here, OCTOBER) == pytest.approx(0.5)
    assert value("documents.received", agency("commune-29641"), OCTOBER) == 0


class TestTheFigures(EveryFigureEqualsItsRows):
    owner = "documents"

    @pytest.fixture
    def ground(self, province: None) -> Ground:
        lay()
        return Ground(agencies=[agency(), agency("commune-29641"), None], months=[OCTOBER, NOVEMBER])
