"""The controlling officer puts a new procedure together: description, form, process; then people file under it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cuulong.core.eforms import drafting
from cuulong.core.eforms.models import FormVersion
from cuulong.core.eforms.versions import publish as put_form
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.core.people.models import Account
from cuulong.core.people.testing import sign_in
from cuulong.core.search.find import find
from cuulong.core.workflow.actions import versions as processes
from cuulong.core.workflow.models import ProcessVersion
from cuulong.core.workflow.queries import current_case
from cuulong.lib.province import Province
from cuulong.systems.services.catalogue.actions.listings import confirm, edit, publish
from cuulong.systems.services.catalogue.actions.load_procedures import load_procedures
from cuulong.systems.services.catalogue.actions.open_filing import begin_procedure, close_filing, open_filing, parts_of
from cuulong.systems.services.catalogue.models import Procedure, ProcedureVersion
from cuulong.systems.services.catalogue.opening import Decisions, Described, NotReady, decisions_in, definition_of
from cuulong.systems.services.dossiers.actions.draft import open_draft
from cuulong.systems.services.dossiers.actions.send import send
from cuulong.systems.services.dossiers.charges import fees_of
from launcher.layout import ROOT
from tests.services.conftest import who

CODE = "VL.000001"
SCHEMA = {
    "type": "object",
    "properties": {
        "full_name": {"type": "string", "title": "Họ và tên"},
        "commune": {"type": "string", "title": "Xã, phường nơi đặt bảng", "x-widget": "commune"},
        "boards": {"type": "integer", "title": "Số bảng", "minimum": 1},
    },
    "required": ["full_name", "commune", "boards"],
}
LAYOUT = {"steps": [{"key": "bang", "title": "Bảng quảng cáo", "fields": ["full_name", "commune", "boards"]}]}
CONTENT = {
    "limits": {"all": [{"amount": 3, "unit": "working_day"}], "online": [{"amount": 2, "unit": "working_day"}]},
    "fees": {"all": [{"kind": "each", "amount": 50_000, "note": "Lệ phí mỗi bảng"}]},
    "papers": [{"name": "Bản vẽ mẫu bảng", "copies": 1}, {"name": "Giấy ủy quyền", "case": "Nộp thay người khác"}],
    "result": ["Giấy chấp thuận đặt bảng quảng cáo"],
}
DECIDED = Decisions(online=True, post=False, area_field="commune", quantity_field="boards", fee_due="at_intake")


@pytest.fixture
def controller(province: None) -> Acting:
    return who("tinh.kiemsoat")


@pytest.fixture
def described(controller: Acting) -> Procedure:
    """A new procedure whose description is published."""
    procedure = begin_procedure(CODE, "Chấp thuận đặt bảng quảng cáo", acting=controller)
    values = {
        "name": "Chấp thuận đặt bảng quảng cáo", "service_level": 4, "scope": "full", "levels": ["commune"],
        "content": CONTENT,
    }  # fmt: skip
    listing = edit(procedure, values, {("process", "commune", None)}, (), acting=controller)
    publish(confirm(listing, acting=controller), valid_from=timezone.localdate(), acting=controller, at=timezone.now())
    return procedure


@pytest.fixture
def complete(described: Procedure, controller: Acting) -> Procedure:
    """The same with its form and a process like that of building permits."""
    today, now = timezone.localdate(), timezone.now()
    form = drafting.draft(described.parts_code, schema=SCHEMA, layout=LAYOUT, title="Tờ khai", acting=controller)
    put_form(form, valid_from=today, acting=controller, at=now)
    like = ProcessVersion.objects.in_force(today).get(process__code="services.1.013225").definition
    process = processes.draft(described.parts_code, definition=like, title="Quy trình", acting=controller)
    put_form(process, valid_from=today, acting=controller, at=now)
    return described


def test_without_form_and_process_it_says_what_is_missing(described: Procedure, controller: Acting) -> None:
    parts = parts_of(described)
    assert parts.listing is not None
    assert (parts.form, parts.process, parts.complete) == (None, None, False)
    with pytest.raises(NotReady, match="biểu mẫu và quy trình"):
        open_filing(described, DECIDED, acting=controller)


def test_only_the_controlling_officer_opens_a_procedure(complete: Procedure) -> None:
    for act in (
        lambda: begin_procedure("VL.000002", "Thủ tục khác", acting=who("lc.tiepnhan")),
        lambda: open_filing(complete, DECIDED, acting=who("lc.tiepnhan")),
        lambda: close_filing(complete, acting=who("nguyenvanthu")),
    ):
        with pytest.raises(Forbidden):
            act()


@pytest.mark.parametrize(
    ("code", "said"), [("", "Mã thủ tục"), ("new", "Mã thủ tục"), ("a b.1", "Mã thủ tục"), ("1.013225", "Đã có")]
)
def test_a_code_that_cannot_be_is_refused(controller: Acting, code: str, said: str) -> None:
    with pytest.raises(NotReady) as refused:
        begin_procedure(code, "Tên", acting=controller)
    assert said in str(refused.value)


def test_two_procedures_of_one_name_have_two_addresses(controller: Acting) -> None:
    first = begin_procedure("VL.000007", "Cấp thẻ thử nghiệm", acting=controller)
    second = begin_procedure("VL.000008", "Cấp thẻ thử nghiệm", acting=controller)
    assert first.slug != second.slug


def test_a_citizen_files_under_it_and_the_fee_is_counted(complete: Procedure, controller: Acting) -> None:
    version = open_filing(complete, DECIDED, acting=controller)
    ward = Agency.objects.filter(kind="commune", valid__contains=timezone.localdate()).order_by("pk")[0]
    answers = {"full_name": "Nguyễn Văn Thử", "commune": ward.stat_code, "boards": 3}
    draft = open_draft(version, acting=who("nguyenvanthu"), answers=answers)
    draft.applicant_name, draft.applicant_phone, draft.channel = "Nguyễn Văn Thử", "0900000001", "online"
    draft.save()
    assert [fee.amount for fee in fees_of(draft)] == [150_000]
    assert {p.key: p.required for p in version.rules.papers} == {
        "ban-ve-mau-bang": "always",
        "giay-uy-quyen": "optional",
    }
    draft.papers.create(key="ban-ve-mau-bang", source="paper")
    sent = send(draft, acting=who("nguyenvanthu"), at=timezone.now())
    assert sent.competent_agency == ward
    case = current_case(sent.ref)
    assert case is not None
    assert case.version.process.code == complete.parts_code


def test_it_is_found_by_the_public_as_what_can_be_filed_until_it_is_closed(
    complete: Procedure, controller: Acting, client: Client
) -> None:
    open_filing(complete, DECIDED, acting=controller)
    kinds = {hit.kind for hit in find(Acting.anonymous(), "dat bang quang cao").items}
    assert "services.procedure" in kinds
    assert "services.listed_procedure" not in kinds
    assert client.get(reverse("services:procedure", args=[complete.slug])).status_code == 200
    close_filing(complete, acting=controller)
    kinds = {hit.kind for hit in find(Acting.anonymous(), "dat bang quang cao").items}
    assert kinds == {"services.listed_procedure"}
    with pytest.raises(NotReady, match="không đang nhận"):
        close_filing(complete, acting=controller)


def test_opening_again_ends_the_version_before(complete: Procedure, controller: Acting) -> None:
    first = open_filing(complete, DECIDED, acting=controller)
    again = open_filing(complete, Decisions(**(vars(DECIDED) | {"post": True})), acting=controller)
    assert again.n == first.n + 1
    in_force = ProcedureVersion.objects.published(timezone.localdate()).get(procedure=complete)
    assert in_force == again


def test_what_an_officer_opened_is_not_taken_back_by_the_province_s_folder(controller: Acting) -> None:
    permit = Procedure.objects.get(code="1.013225")
    form = parts_of(permit).form
    assert form is not None
    area = next(path for path, field in form.shape.fields.items() if field.widget == "commune")
    opened = open_filing(permit, Decisions(online=True, post=False, area_field=area), acting=controller)
    load_procedures(Province(ROOT / "provinces" / "vinhlong"))
    assert ProcedureVersion.objects.published(timezone.localdate()).get(procedure=permit) == opened


def test_what_an_officer_closed_stays_closed_when_the_province_is_laid_and_indexed_again(controller: Acting) -> None:
    close_filing(Procedure.objects.get(code="1.013225"), acting=controller)
    load_procedures(Province(ROOT / "provinces" / "vinhlong"))
    call_command("reindex", verbosity=0)
    assert not ProcedureVersion.objects.published(timezone.localdate()).filter(procedure__code="1.013225").exists()
    assert {hit.kind for hit in find(Acting.anonymous(), "1.013225").items} == {"services.listed_procedure"}


def test_the_screen_begins_with_what_the_procedure_decides_now(controller: Acting, client: Client) -> None:
    sign_in(client, Account.objects.get(username="tinh.kiemsoat"))
    birth = ProcedureVersion.objects.published(timezone.localdate()).get(procedure__code="1.001193")
    shown = client.get(reverse("services:opening", args=["1.001193"])).context["form"]
    rule = birth.rules.competent[-1]
    assert (shown["area_field"].value(), shown["room"].value()) == (rule.area_field, rule.room)
    assert shown["result_kind"].value() == birth.rules.result["kind"]


class TestRules:
    """What is made of a description, without a database."""

    def described(self, **content: Any) -> Described:
        return Described(
            code=CODE, slug="bang", name="Đặt bảng", decision="", sector="", topics=(), levels=("commune",),
            service_level=4, scope="full", content=CONTENT | content,
        )  # fmt: skip

    def test_the_limit_of_a_channel_counts_before_that_of_all(self) -> None:
        limits = definition_of(self.described(), DECIDED, {})["time_limits"]
        assert [(one["amount"], "when" in one) for one in limits] == [(2, True), (3, False)]

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ({"limits": {}}, "Chưa có thời hạn"),
            ({"limits": {"all": [{"amount": 1, "unit": "month"}]}}, "ngày hoặc giờ"),
            ({"fees": {"all": [{"kind": "table", "note": "theo biểu"}]}}, "biểu"),
        ],
    )
    def test_what_no_rule_can_say_is_refused(self, content: dict[str, Any], said: str) -> None:
        with pytest.raises(NotReady) as refused:
            definition_of(self.described(**content), DECIDED, {})
        assert said in str(refused.value)

    def test_a_fee_by_the_piece_needs_the_question_that_counts(self) -> None:
        with pytest.raises(NotReady, match="số lượng"):
            definition_of(self.described(), Decisions(**(vars(DECIDED) | {"quantity_field": ""})), {})

    def test_what_was_decided_can_be_read_out_of_the_definition(self) -> None:
        assert decisions_in(definition_of(self.described(), DECIDED, {})) == DECIDED

    def test_papers_of_one_name_keep_apart(self) -> None:
        papers = definition_of(self.described(papers=[{"name": "Đơn"}, {"name": "Đơn"}]), DECIDED, {})["papers"]
        assert len({paper["key"] for paper in papers}) == 2


def test_the_screens_lead_from_a_new_code_to_a_procedure_that_takes_dossiers(
    complete: Procedure, client: Client
) -> None:
    sign_in(client, Account.objects.get(username="tinh.kiemsoat"))
    page = client.get(reverse("services:opening", args=[CODE])).content.decode()
    assert "Nhận hồ sơ từ hôm nay" in page
    refused = client.post(reverse("services:opening", args=[CODE]), {"online": "on", "fee_due": "at_intake"})
    assert refused.status_code == 422
    done = client.post(
        reverse("services:opening", args=[CODE]),
        {
            "online": "on", "area_field": "commune", "quantity_field": "boards", "fee_due": "at_intake",
            "result_kind": "permit",
        },
    )  # fmt: skip
    assert done.status_code == 302, done.content.decode()
    shown = client.get(reverse("services:procedure", args=[complete.slug])).content.decode()
    assert "Chấp thuận đặt bảng quảng cáo" in shown
    assert "50.000" in shown
    assert FormVersion.objects.filter(form__code=complete.parts_code).exists()
