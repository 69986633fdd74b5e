"""Statements that are asked in every request: put together once a process, not each time (câu lệnh soạn sẵn).

Putting a statement together costs Django several times what the database spends on answering it. What is kept is the
text alone; every call asks the database anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from functools import cache, cached_property
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, QuerySet
from django.db.models.expressions import DatabaseDefault

Row = TypeVar("Row")


class Given(Expression):
    """A value that each call of a reading gives; stands for it in filters (giá trị cho sau)."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self]


class Reading(Generic[Row]):
    """A query whose values are `Given` by each call; without prefetches (câu đọc soạn sẵn).

    `build` makes the queryset, when it is first asked for. Values reach the database as they are: keys, not objects.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self._build = build

    @cached_property
    def _kept(self) -> tuple[QuerySet[Any, Row], Any, str, tuple[Any, ...]]:
        rows = self._build()
        compiler = rows.query.get_compiler(connection=_here())
        statement, values = compiler.as_sql()
        return rows, compiler, statement, tuple(values)

    def __call__(self, **given: Any) -> list[Row]:
        """The rows for these values, from the database."""
        rows, kept, statement, values = self._kept
        asked = tuple(given[one.name] if isinstance(one, Given) else one for one in values)
        compiler = copy(kept)
        compiler.connection, compiler.as_sql = _here(), lambda: (statement, asked)
        # What makes rows of answers sees the queryset, but for the compiler that puts statements together.
        made: Any = rows._iterable_class
        query = SimpleNamespace(get_compiler=lambda using: compiler)
        like = SimpleNamespace(db=compiler.connection.alias, query=query, _known_related_objects={}, _fields=None)
        found: list[Row] = list(made(like))
        return found

    def first(self, **given: Any) -> Row | None:
        """The first of them."""
        return next(iter(self(**given)), None)


def insert(*rows: models.Model) -> None:
    """Write new rows of one model in one statement, as `bulk_create` would (ghi thêm).

    Fields with a default of the database are left to it and read back. Rows that leave different ones to it take a
    statement each kind. Values are plain, no expressions.
    """
    kinds: dict[tuple[str, ...], list[models.Model]] = {}
    for row in rows:
        kinds.setdefault(_written(row), []).append(row)
    for names, alike in kinds.items():
        _insert(alike, names)


def _insert(rows: Sequence[models.Model], names: tuple[str, ...]) -> None:
    model = type(rows[0])
    head, tail, returned = _insertion(model, names)
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    connection, values = _here(), list[Any]()
    for row in rows:
        row._prepare_related_fields_for_save(operation_name="insert")  # type: ignore[attr-defined]
        values += [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(f"{head}{places}{tail}", values)
        found = cursor.fetchall()
    for row, answer in zip(rows, found, strict=True):
        for name, value in zip(returned, answer, strict=True):
            setattr(row, name, value)
        row._state.adding, row._state.db = False, connection.alias


def _here() -> BaseDatabaseWrapper:
    """This thread's connection; looked up once a statement, not for every field."""
    return connections[DEFAULT_DB_ALIAS]


def _written(row: models.Model) -> tuple[str, ...]:
    """The fields that the statement names: all but the key and what the database fills in."""
    return tuple(
        field.name
        for field in row._meta.concrete_fields
        if not field.primary_key and not isinstance(row.__dict__.get(field.attname), DatabaseDefault)
    )


@cache
def _insertion(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
    """Before the values, after them, and the attributes that come back."""
    quoted = _here().ops.quote_name
    named: list[Any] = [model._meta.get_field(name) for name in names]
    columns = ", ".join(quoted(field.column) for field in named)
    left: list[Any] = [field for field in model._meta.concrete_fields if field.name not in names]
    back = ", ".join(quoted(field.column) for field in left)
    table = quoted(model._meta.db_table)
    head = f"INSERT INTO {table} ({columns}) VALUES "  # noqa: S608 - names of the model's own columns
    return head, f" RETURNING {back}", tuple(field.attname for field in left)


__all__ = ["Given", "Reading", "insert"]
