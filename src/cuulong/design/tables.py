"""Lists of rows: filter, sort, page by key, export (bảng danh sách)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cuulong.lib import tables as files

from .columns import Column
from .keyset import Key, Page, page_of

__all__ = ["Column", "Table"]

COUNTED = 1000  # rows that are counted exactly; beyond, "more than" is true and cheap
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Heading:
    """A column heading; `url` sorts by it (đầu cột)."""

    column: Column
    url: str
    sorted: str  # "", "ascending" or "descending"


@dataclass(frozen=True)
class Cell:
    """One cell and its column (ô)."""

    column: Column
    content: SafeString | str


@dataclass(frozen=True)
class Line:
    """One row as drawn; `group` is set where a new group begins (dòng)."""

    row: Any
    cells: list[Cell]
    css: str
    group: str
    below: SafeString | str


class Table:
    """A declarative list over a queryset (bảng).

    Subclasses set columns as class attributes in order, and may set the names below. A view does
    `table = Parcels(queryset, request)`, returns `table.export()` when `table.wants_export`, and passes the table to
    a template with `{% render_table table %}`. Two queries for a page whatever its size (one with counts = False).
    """

    columns: ClassVar[dict[str, Column]] = {}
    caption: ClassVar[str | Promise] = _("Danh sách")
    order: ClassVar[str] = "pk"  # default sort: a column's sort path, "-" for descending
    page_size: ClassVar[int] = 25
    counts: ClassVar[bool] = True
    filters: ClassVar[type[forms.Form] | None] = None
    file_name: ClassVar[str] = "danh-sach"
    exports: ClassVar[bool] = True  # False: what is listed leaves the house in no file
    empty_title: ClassVar[str | Promise] = _("Chưa có gì ở đây")
    empty_text: ClassVar[str | Promise] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        own = {name: value for name, value in vars(cls).items() if isinstance(value, Column)}
        cls.columns = {**cls.columns, **own}

    def __init__(self, queryset: QuerySet[Any], request: HttpRequest, *, prefix: str = "") -> None:
        self.request, self.prefix = request, prefix
        form = self.filters(request.GET or None, prefix=prefix or None) if self.filters else None
        self.form = form
        self.queryset = self._filtered(queryset)

    # What a subclass may say more

    def narrow(self, queryset: QuerySet[Any], wanted: dict[str, Any]) -> QuerySet[Any]:
        """Apply the filter form's valid values (lọc). Without it, each value filters its namesake field."""
        return queryset.filter(**{name: value for name, value in wanted.items() if value not in (None, "", [])})

    def row_css(self, row: Any) -> str:
        """Class of a row: is-late, is-soon, is-selected or none (vẻ của dòng)."""
        return ""

    def group_of(self, row: Any) -> str:
        """The heading a row stands under; sort by the same thing (nhóm)."""
        return ""

    def below(self, row: Any) -> SafeString | str:
        """What opens under a row, such as why it is late (phần dưới dòng)."""
        return ""

    # What templates read

    @cached_property
    def page(self) -> Page[Model]:
        return page_of(self.queryset, self.key, self.page_size, self.request.GET.get(self._name("page"), ""))

    @cached_property
    def key(self) -> Key:
        asked = self.request.GET.get(self._name("sort"), "")
        known = {column.sort: column.nullable for column in self.columns.values() if column.sort}
        chosen = asked if asked.removeprefix("-") in known else self.order
        return Key.parse(chosen, nullable=known.get(chosen.removeprefix("-"), False))

    @property
    def on_screen(self) -> list[Column]:
        return [column for column in self.columns.values() if column.on_screen]

    @property
    def headings(self) -> list[Heading]:
        return [self._heading(column) for column in self.on_screen]

    @property
    def lines(self) -> Iterator[Line]:
        before = ""
        for row in self.page.rows:
            group = self.group_of(row)
            cells = [Cell(column, column.cell(row)) for column in self.on_screen]
            yield Line(row, cells, self.row_css(row), group if group != before else "", self.below(row))
            before = group

    @cached_property
    def count(self) -> int:
        """Rows after filtering, counted up to COUNTED + 1 (số dòng)."""
        return self.queryset.order_by()[: COUNTED + 1].count() if self.counts else len(self.page.rows)

    @property
    def has_many(self) -> bool:
        return self.count > COUNTED

    @property
    def is_filtered(self) -> bool:
        return bool(self.form and self.form.is_bound and any(self._wanted().values()))

    @property
    def clear_url(self) -> str:
        names = [field.html_name for field in self.form] if self.form else []
        return self._url(**dict.fromkeys([*names, self._name("page")], ""))

    @property
    def before_url(self) -> str:
        return self._url(**{self._name("page"): self.page.before}) if self.page.before else ""

    @property
    def after_url(self) -> str:
        return self._url(**{self._name("page"): self.page.after}) if self.page.after else ""

    @property
    def csv_url(self) -> str:
        return self._url(**{self._name("export"): "csv", self._name("page"): ""})

    @property
    def xlsx_url(self) -> str:
        return self._url(**{self._name("export"): "xlsx", self._name("page"): ""})

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the filter form must carry along: sort, and other tables' choices (tham số giữ lại)."""
        own = {field.html_name for field in self.form} if self.form else set()
        drop = own | {self._name("page"), self._name("export")}
        return [(name, value) for name, values in self.request.GET.lists() if name not in drop for value in values]

    # Export

    @property
    def wants_export(self) -> bool:
        return self.exports and self.request.GET.get(self._name("export")) in ("csv", "xlsx")

    def export(self) -> HttpResponseBase:
        """The whole filtered list as CSV (streamed) or XLSX (xuất danh sách)."""
        columns = [column for column in self.columns.values() if column.is_exported]
        header = [str(column.label) for column in columns]
        ordered = self.queryset.order_by(*self.key.order())
        rows = ([column.exported(row) for column in columns] for row in ordered.iterator(chunk_size=2000))
        name = f"{self.file_name}-{timezone.localdate():%Y%m%d}"
        response: HttpResponseBase
        if self.request.GET[self._name("export")] == "csv":
            response = StreamingHttpResponse(files.iter_csv(header, rows), content_type="text/csv; charset=utf-8")
            response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        else:
            book = files.write_xlsx(header, rows, title=str(self.caption))
            response = HttpResponse(book, content_type=XLSX)
            response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
        return response

    # Inside

    def _filtered(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return self.narrow(queryset, self._wanted()) if self.form and self.form.is_bound else queryset

    def _wanted(self) -> dict[str, Any]:
        # A field that is wrong says so beside itself; the others still filter.
        if self.form is None:
            return {}
        self.form.is_valid()
        return self.form.cleaned_data

    def _heading(self, column: Column) -> Heading:
        if not column.sort:
            return Heading(column, "", "")
        here = self.key.path == column.sort
        down = here and not self.key.descending
        url = self._url(**{self._name("sort"): f"-{column.sort}" if down else column.sort, self._name("page"): ""})
        return Heading(column, url, ("descending" if self.key.descending else "ascending") if here else "")

    def _name(self, name: str) -> str:
        return f"{self.prefix}-{name}" if self.prefix else name

    def _url(self, **changes: str) -> str:
        query = self.request.GET.copy()
        for name, value in changes.items():
            if value:
                query[name] = value
            else:
                query.pop(name, None)
        return f"?{query.urlencode()}"
