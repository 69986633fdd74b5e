"""The check that ends the journeys, and that it would notice (kiểm tra nhật ký sau các hành trình)."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from launcher.inside import testing

from .province import Province, must_have_a_whole_log


@pytest.fixture
def changed_row(province: Province) -> Iterator[int]:
    """Somebody with the rights of the table's owner changed one row; it is put right again for the other journeys."""
    must_have_a_whole_log(province)
    with psycopg.connect(testing._named(testing.OWNER, province.database), autocommit=True) as intruder:
        intruder.execute("ALTER TABLE core_audit_event DISABLE TRIGGER USER")
        found = intruder.execute("SELECT id, action FROM core_audit_event ORDER BY id OFFSET 7 LIMIT 1").fetchone()
        assert found
        row, said = found
        change = "UPDATE core_audit_event SET action = %s WHERE id = %s"
        intruder.execute(change, ["people.account.opened", row])
        yield row
        intruder.execute(change, [said, row])
        intruder.execute("ALTER TABLE core_audit_event ENABLE TRIGGER USER")


def test_a_log_that_nobody_touched_passes(province: Province) -> None:
    must_have_a_whole_log(province)


def test_a_row_that_somebody_changed_is_named(province: Province, changed_row: int) -> None:
    with pytest.raises(AssertionError, match=rf"{changed_row} \(people.account.opened .* was changed after"):
        must_have_a_whole_log(province)
    assert province.manage("check_audit").returncode == 1
