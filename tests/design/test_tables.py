"""Lists filter, sort, page by key and export; over real rows (bảng danh sách)."""

import io
from typing import Any

import pytest
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet, Value
from django.db.models.functions import NullIf
from django.template import Context, Template
from django.test import RequestFactory
from openpyxl import load_workbook

from cuulong.design.keyset import Key, page_of
from cuulong.design.tables import Column, Table

pytestmark = pytest.mark.django_db


class Find(forms.Form):
    model__icontains = forms.CharField(label="Tìm", required=False)
    pk__gte = forms.IntegerField(label="Số từ", required=False)


class Kinds(Table):
    caption = "Loại"
    order = "model"
    page_size = 5
    filters = Find
    number = Column("Số", "pk", sort="pk", kind="number")
    model = Column("Loại", "model", sort="model", url=lambda row: f"/{row.model}/")
    part = Column("Phần", "app_label", sort="app_label")
    verb = Column("", lambda row: "Mở", export="")


def table(query: str = "") -> Kinds:
    return Kinds(ContentType.objects.all(), RequestFactory().get(f"/?{query}"))


def rows() -> QuerySet[ContentType]:
    ContentType.objects.bulk_create(ContentType(app_label=f"demo{n % 4}", model=f"thing{n:03}") for n in range(40))
    return ContentType.objects.annotate(kind=NullIf("app_label", Value("demo1")))


def walk(queryset: QuerySet[Any], key: Key) -> tuple[list[int], list[int]]:
    forward, cursor, page = [], "", None
    while page is None or cursor:
        page = page_of(queryset, key, 7, cursor)
        forward += [row.pk for row in page.rows]
        cursor = page.after
    backward = [row.pk for row in page.rows]
    while page.before:
        page = page_of(queryset, key, 7, page.before)
        backward = [row.pk for row in page.rows] + backward
    return forward, backward


@pytest.mark.parametrize("order", ["pk", "-pk", "model", "-model", "app_label", "-app_label", "kind", "-kind"])
def test_walking_the_pages_shows_every_row_once_both_ways(order: str) -> None:
    queryset = rows()
    key = Key.parse(order, nullable="kind" in order)
    whole = [row.pk for row in queryset.order_by(*key.order())]
    assert walk(queryset, key) == (whole, whole)
    assert len(set(whole)) == len(whole) > 40


def test_a_row_added_meanwhile_shifts_nothing() -> None:
    queryset = rows()
    first = page_of(queryset, Key("model"), 7)
    ContentType.objects.create(app_label="demo0", model="aaa-before-all")
    second = page_of(queryset, Key("model"), 7, first.after)
    assert not {row.pk for row in first.rows} & {row.pk for row in second.rows}
    assert second.rows[0].model > first.rows[-1].model


def test_rows_deleted_meanwhile_lead_back_to_the_first_page() -> None:
    queryset = rows().filter(app_label__startswith="demo")
    cursor = page_of(queryset, Key("pk"), 20).after
    ContentType.objects.filter(pk__in=[row.pk for row in page_of(queryset, Key("pk"), 20, cursor).rows]).delete()
    assert page_of(queryset, Key("pk"), 20, cursor).rows


@pytest.mark.parametrize("cursor", ["forged", "eyJ4IjoxfQ:1abc:zzz", ""])
def test_a_forged_cursor_gives_the_first_page(cursor: str) -> None:
    first = [row.pk for row in table().page.rows]
    assert [row.pk for row in table(f"page={cursor}").page.rows] == first


def test_only_declared_columns_sort() -> None:
    assert str(table("sort=-app_label").key) == "-app_label"
    assert str(table("sort=model__password").key) == "model"
    assert str(table("sort=id").key) == "model"


def test_filters_live_in_the_address_and_survive_sorting() -> None:
    filtered = table("model__icontains=type&sort=-model")
    assert [row.model for row in filtered.page.rows] == ["contenttype"]
    assert "model__icontains=type" in filtered.headings[0].url
    assert filtered.is_filtered
    assert "model__icontains" not in filtered.clear_url


def test_a_wrong_filter_speaks_beside_its_field_and_the_others_still_filter() -> None:
    filtered = table("pk__gte=abc&model__icontains=contenttype")
    assert [row.model for row in filtered.page.rows] == ["contenttype"]
    html = Template("{% load look %}{% render_table table %}").render(Context({"table": filtered}))
    assert "field-error" in html
    assert 'value="abc"' in html


def test_a_page_costs_two_queries_however_many_rows(django_assert_num_queries: Any) -> None:
    rows()
    for query in ("", "sort=-model"):
        with django_assert_num_queries(2):
            Template("{% load look %}{% render_table table %}").render(Context({"table": table(query)}))


def test_csv_holds_the_whole_filtered_list_without_the_buttons() -> None:
    rows()
    chosen = table("export=csv&model__icontains=thing&sort=-model")
    assert chosen.wants_export
    text = b"".join(chosen.export().streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    lines = text.strip().splitlines()
    assert lines[0].strip() == "Số,Loại,Phần"
    assert len(lines) == 41
    assert "thing039" in lines[1]


def test_xlsx_keeps_figures_as_figures() -> None:
    response = table("export=xlsx&model__icontains=contenttype").export()
    sheet = load_workbook(io.BytesIO(response.content)).active  # type: ignore[attr-defined]
    first, second = list(sheet.iter_rows(values_only=True))
    assert first == ("Số", "Loại", "Phần")
    assert isinstance(second[0], int)


def test_two_lists_on_one_page_do_not_disturb_each_other() -> None:
    request = RequestFactory().get("/?a-sort=-model&sort=app_label")
    first, second = Kinds(ContentType.objects.all(), request, prefix="a"), Kinds(ContentType.objects.all(), request)
    assert (str(first.key), str(second.key)) == ("-model", "app_label")
    assert ("sort", "app_label") in first.kept


def test_an_empty_list_says_what_would_be_here() -> None:
    nothing = Kinds(ContentType.objects.none(), RequestFactory().get("/"))
    html = Template("{% load look %}{% render_table table %}").render(Context({"table": nothing}))
    assert "Chưa có gì ở đây" in html
    assert "<table" not in html


def test_every_cell_knows_its_label_for_the_phone() -> None:
    html = Template("{% load look %}{% render_table table %}").render(Context({"table": table()}))
    assert 'data-label="Loại"' in html
    assert 'aria-sort="ascending"' in html
