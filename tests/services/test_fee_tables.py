"""Fees by a table: written into the description line by line, looked up by an answer, explained to who pays."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cuulong.core.eforms import drafting
from cuulong.core.eforms.form import Field
from cuulong.core.eforms.versions import publish as put_form
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.people.testing import sign_in
from cuulong.core.workflow.actions import versions as processes
from cuulong.core.workflow.models import ProcessVersion
from cuulong.systems.services.catalogue.actions.listings import confirm, edit, publish
from cuulong.systems.services.catalogue.actions.open_filing import begin_procedure
from cuulong.systems.services.catalogue.definition import Definition
from cuulong.systems.services.catalogue.fee_tables import BadTable, read_rows, rule_for, written
from cuulong.systems.services.catalogue.models import Procedure, ProcedureVersion
from cuulong.systems.services.catalogue.rules import NoRule, fees, must_be_in_tables
from cuulong.systems.services.dossiers.actions.draft import open_draft
from cuulong.systems.services.dossiers.actions.send import send
from cuulong.systems.services.dossiers.charges import fees_of, why_of
from tests.services.conftest import who

CODE = "VL.000021"
SCHEMA = {
    "type": "object",
    "properties": {
        "full_name": {"type": "string", "title": "Họ và tên"},
        "commune": {"type": "string", "title": "Xã, phường", "x-widget": "commune"},
        "kind": {
            "type": "string",
            "title": "Loại phương tiện",
            "enum": ["moto", "car"],
            "x-enum-titles": {"moto": "Xe máy", "car": "Ô tô"},
        },
        "power": {"type": "integer", "title": "Công suất máy", "minimum": 0},
        "note": {"type": "string", "title": "Ghi chú"},
    },
    "required": ["full_name", "commune", "kind", "power"],
}
LAYOUT = {"steps": [{"key": "xe", "title": "Xe", "fields": ["full_name", "commune", "kind", "power", "note"]}]}
BY_KIND = "Xe máy | 50.000\nÔ tô | 150000 đồng"
BY_POWER = "từ 50 | 150.000\ntừ 0 | 70.000"


def question(key: str, *, required: bool = True, **schema: Any) -> Field:
    return Field(key, SCHEMA["properties"][key] | schema, required)  # type: ignore[index]


def priced(rule: dict[str, Any]) -> Definition:
    empty: dict[str, Any] = {"papers": (), "limits": (), "competent": ()}
    return Definition(
        raw={}, fees=Definition.read({"fees": [{"key": "a", "name": "Lệ phí", "rule": rule}]}).fees, **empty
    )


def test_a_table_is_typed_line_by_line_and_shown_again() -> None:
    assert read_rows(BY_KIND) == [{"label": "Xe máy", "amount": 50_000}, {"label": "Ô tô", "amount": 150_000}]
    assert read_rows(BY_POWER) == [{"from": 0, "amount": 70_000}, {"from": 50, "amount": 150_000}]
    for text in (BY_KIND, BY_POWER):
        assert read_rows(written(read_rows(text))) == read_rows(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Xe máy 50000", "Dòng 1"),
        ("Xe máy | 50000\nÔ tô | nhiều", "Dòng 2"),
        ("Xe máy | 50000\ntừ 5 | 60000", "không lẫn"),
        ("Xe máy | 50000\nxe may | 60000", "hai dòng"),
        ("\n".join(f"Loại {n} | {n}" for n in range(201)), "quá 200"),
    ],
)
def test_lines_that_make_no_table_are_told(text: str, said: str) -> None:
    with pytest.raises(BadTable) as refused:
        read_rows(text)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("text", "asked", "said"),
    [
        (BY_KIND, question("kind", required=False), "bắt buộc"),
        ("Xe máy | 1\nXe lam | 2", question("kind"), "không có lựa chọn"),
        ("Xe máy | 1", question("kind"), "chưa có mức cho lựa chọn “Ô tô”"),
        (BY_POWER, question("kind"), "hỏi một số"),
        ("từ 5 | 1", question("power"), "bắt đầu từ 5"),
    ],
)
def test_a_question_that_does_not_fit_the_table_is_refused(text: str, asked: Field, said: str) -> None:
    with pytest.raises(BadTable) as refused:
        rule_for(read_rows(text), asked.path, asked)
    assert said in str(refused.value)


@pytest.mark.parametrize(("power", "amount"), [(0, 70_000), (49, 70_000), (50, 150_000), (5_000, 150_000)])
def test_a_number_falls_into_its_row(power: int, amount: int) -> None:
    known = priced(rule_for(read_rows(BY_POWER), "power", question("power")))
    assert [fee.amount for fee in fees(known, {"power": power})] == [amount]


def test_before_the_answer_the_cheapest_is_told_but_nobody_files_so() -> None:
    known = priced(rule_for(read_rows(BY_KIND), "kind", question("kind")))
    assert [fee.amount for fee in fees(known, {})] == [50_000]
    must_be_in_tables(known, {"kind": "car"})
    for answers in ({}, {"kind": "boat"}, {"kind": True}):
        with pytest.raises(NoRule, match="không có mức"):
            must_be_in_tables(known, answers)


@pytest.fixture
def controller(province: None) -> Acting:
    return who("tinh.kiemsoat")


@pytest.fixture
def parts(controller: Acting) -> Procedure:
    """A procedure with form and process, whose description is still to be written."""
    procedure = begin_procedure(CODE, "Đăng ký xe thử", acting=controller)
    today, now = timezone.localdate(), timezone.now()
    form = drafting.draft(procedure.parts_code, schema=SCHEMA, layout=LAYOUT, title="Tờ khai", acting=controller)
    put_form(form, valid_from=today, acting=controller, at=now)
    like = ProcessVersion.objects.in_force(today).get(process__code="services.1.013225").definition
    process = processes.draft(procedure.parts_code, definition=like, title="Quy trình", acting=controller)
    put_form(process, valid_from=today, acting=controller, at=now)
    values = {
        "name": "Đăng ký xe thử", "service_level": 4, "scope": "full", "levels": ["commune"],
        "content": {"limits": {"all": [{"amount": 3, "unit": "working_day"}]}, "result": ["Giấy đăng ký"]},
    }  # fmt: skip
    edit(procedure, values, {("process", "commune", None)}, (), acting=controller)
    return procedure


def listing_posted(client: Client, table: str, kind: str = "table") -> Any:
    """The description as the screen sends it, with one fee by a table."""
    page = client.get(reverse("services:edit_listing", args=[CODE]))
    sent: dict[str, Any] = {
        "name": "Đăng ký xe thử", "service_level": "4", "scope": "full", "levels": ["commune"],
        "process": ["commune"], "by_post": "", "result": "Giấy đăng ký",
        "limits-0-channel": "all", "limits-0-amount": "3", "limits-0-unit": "working_day",
        "fees-0-channel": "all", "fees-0-kind": kind, "fees-0-rows": table, "fees-0-note": "Lệ phí đăng ký",
    }  # fmt: skip
    for name, part in page.context["parts"].items():
        sent |= {f"{name}-TOTAL_FORMS": "1", f"{name}-INITIAL_FORMS": str(part.initial_form_count())}
    return client.post(reverse("services:edit_listing", args=[CODE]), sent)


def test_an_officer_writes_the_table_opens_the_procedure_and_a_citizen_pays_by_it(
    parts: Procedure, controller: Acting, client: Client
) -> None:
    sign_in(client, Account.objects.get(username="tinh.kiemsoat"))
    wrong = listing_posted(client, "Xe máy 50000")
    assert wrong.status_code == 422
    assert "Dòng 1 của biểu" in wrong.content.decode()
    assert "Xe máy 50000" in wrong.content.decode()
    assert listing_posted(client, BY_KIND, kind="free").status_code == 422
    assert listing_posted(client, BY_KIND).status_code == 302
    assert "Xe máy | 50000" in client.get(reverse("services:edit_listing", args=[CODE])).content.decode()
    newest = parts.listings.get()
    publish(confirm(newest, acting=controller), valid_from=timezone.localdate(), acting=controller, at=timezone.now())

    decided = {"online": "on", "area_field": "commune", "fee_due": "at_intake", "result_kind": "permit"}
    refused = client.post(reverse("services:opening", args=[CODE]), decided)
    assert "chọn câu hỏi để tra biểu" in refused.content.decode()
    assert client.post(reverse("services:opening", args=[CODE]), decided | {"table_field": "kind"}).status_code == 302
    assert client.get(reverse("services:opening", args=[CODE])).context["form"]["table_field"].value() == "kind"
    public = client.get(reverse("services:procedure", args=[parts.slug])).content.decode()
    assert "Ô tô: 150.000" in public.replace("\u00a0", " ")

    version = ProcedureVersion.objects.published(timezone.localdate()).get(procedure=parts)
    ward = Agency.objects.filter(kind="commune", valid__contains=timezone.localdate()).order_by("pk")[0]
    answers = {"full_name": "Nguyễn Văn Thử", "commune": ward.stat_code, "power": 3, "kind": "car"}
    draft = open_draft(version, acting=who("nguyenvanthu"), answers=answers)
    draft.applicant_name, draft.applicant_phone, draft.channel = "Nguyễn Văn Thử", "0900000001", "online"
    draft.save()
    assert [(fee.amount, why_of(fee)) for fee in fees_of(draft)] == [(150_000, "Theo biểu: Ô tô")]
    assert send(draft, acting=who("nguyenvanthu"), at=timezone.now()).code
