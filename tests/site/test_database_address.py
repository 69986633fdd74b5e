"""How the address of a database is read."""

from __future__ import annotations

import pytest

from cuulong.site.settings.environment import database


def test_statements_that_repeat_are_prepared() -> None:
    options = database("postgresql://a:b@db.example:5433/province")["OPTIONS"]
    assert options["server_side_binding"]
    assert options["prepare_threshold"] == 3


def test_a_pooler_that_cannot_keep_them_is_told_by_an_option() -> None:
    options = database("postgresql://a:b@db.example/province?prepared=off&sslmode=require")["OPTIONS"]
    assert options["prepare_threshold"] is None
    assert options["sslmode"] == "require"
    assert "prepared" not in options


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(ValueError, match="postgresql://"):
        database("mysql://a:b@db.example/province")
