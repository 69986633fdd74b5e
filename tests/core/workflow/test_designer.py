"""A process is written on screen without code, checked, compared, put into force and ended."""

import copy
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cuulong.core.audit.models import Event
from cuulong.core.people.acting import Forbidden
from cuulong.core.workflow import queries
from cuulong.core.workflow.actions import drafts, versions
from cuulong.core.workflow.definition import read
from cuulong.core.workflow.designer import sheet as deeds
from cuulong.core.workflow.designer.comparing import differences
from cuulong.core.workflow.models import Process, ProcessDraft, ProcessVersion
from cuulong.core.workflow.rules import BadDefinition, problems
from cuulong.lib.errors import InputError

from .conftest import MACHINE, PERMIT

pytestmark = pytest.mark.django_db


@pytest.fixture
def controller(ward):
    ward.appoint("Kim", "procedure_controller", "phuong")
    return ward.acting("Kim")


@pytest.fixture
def desk(controller, ward, client):
    client.force_login(ward.people["Kim"])
    return client


@pytest.fixture
def draft(controller, permit, moment):
    return drafts.open_draft(permit.process, acting=controller, at=moment("2026-11-24 08:00"))


def page(client, name, *args, **query):
    return client.get(reverse(f"workflow:{name}", args=args), query).content.decode()


def typed(answer):
    """What a browser would send back of a page's forms: every bound field as it stands."""
    sent = {"seen": answer.context["seen"]}
    forms = [answer.context["form"], *answer.context["actions"], *answer.context["opinions"]]
    for form in forms:
        for field in form:
            value = field.value()
            if value not in (None, False, ""):
                sent[field.html_name] = value
    for rows in (answer.context["actions"], answer.context["opinions"]):
        for field in rows.management_form:
            sent[field.html_name] = field.value()
    return sent


# ---- on screen ------------------------------------------------------------------------------------------------------


def test_an_officer_makes_a_process_on_screen_and_publishes_it(desk, ward, moment):
    """From nothing to a version in force: two steps, a branch with a condition, a parallel opinion, another agency."""
    made = desk.post(reverse("workflow:new"), {"title": "Cấp biển số nhà", "code": "bien-so-nha"})
    assert made.url == reverse("workflow:design", args=["bien-so-nha"])
    shown = page(desk, "design", "bien-so-nha")
    assert "Bước “Tiếp nhận hồ sơ” không có thao tác nào nên hồ sơ sẽ kẹt ở đó." in shown
    added = desk.post(made.url, {"add": "1", "title": "Đo đạc", "after": "", "seen": 0})
    step_url = reverse("workflow:design_step", args=["bien-so-nha", "do_dac"])
    assert added.url == step_url
    sent = typed(desk.get(step_url)) | {
        "place": "named:so-xay-dung",
        "hours": "24",
        "product": "Bản vẽ",
        "may_return": "listed",
        "returns": ["intake"],
        "actions-0-title": "Cấp",
        "actions-0-next": "end:issued",
        "actions-0-field": "area",
        "actions-0-op": "above",
        "actions-0-value": "0",
        "actions-1-title": "Từ chối",
        "actions-1-next": "end:refused",
        "actions-1-note": "on",
        "opinions-0-title": "Ý kiến phường",
        "opinions-0-place": "ask",
        "opinions-0-hours": "8",
        "opinions-0-consent": "on",
    }
    assert desk.post(step_url, sent).status_code == 302
    first_url = reverse("workflow:design_step", args=["bien-so-nha", "intake"])
    sent = typed(desk.get(first_url)) | {"actions-0-title": "Tiếp nhận", "actions-0-next": "do_dac"}
    assert desk.post(first_url, sent).status_code == 302
    shown = page(desk, "design", "bien-so-nha")
    for words in ("Bảng đã đủ", "so-xay-dung", "liên thông", "3 ngày làm việc", "khi area lớn hơn 0", "Bản vẽ", "<svg"):
        assert words in shown
    publish = reverse("workflow:publish", args=["bien-so-nha"])
    done = desk.post(publish, {"valid_from": "2026-11-24", "seen": ProcessDraft.objects.get().position})
    assert done.url == reverse("workflow:process", args=["bien-so-nha"])
    version = queries.version_on("bien-so-nha", date(2026, 11, 24))
    step = version.table["do_dac"]
    assert (step.scope, step.hours, step.returns, step.is_elsewhere) == ("named:so-xay-dung", 24, ("intake",), True)
    assert step.actions[0].when == {"field": "area", "op": "above", "value": 0}
    assert [(a.key, a.needs) for a in step.actions] == [("cap", ()), ("tu_choi", ("note",))]
    assert (step.opinions[0].silence, step.opinions[0].hours) == ("consent", 8)
    assert not ProcessDraft.objects.exists()
    told = Event.objects.filter(action__startswith="workflow.").order_by("pk").values_list("action", flat=True)
    assert list(dict.fromkeys(told)) == [
        "workflow.draft.opened",
        "workflow.draft.changed",
        "workflow.version.drafted",
        "workflow.version.published",
    ]


def test_saving_a_step_untouched_changes_nothing(desk, draft):
    for key in ("intake", "appraise", "sign"):
        answer = desk.get(reverse("workflow:design_step", args=["permit", key]))
        sent = typed(answer)
        assert desk.post(reverse("workflow:design_step", args=["permit", key]), sent).status_code == 302, key
    draft.refresh_from_db()
    changed = {k: v for k, v in read(draft.definition).by_key.items() if v != read(PERMIT)[k]}
    assert {key: [o.key for o in row.opinions] for key, row in changed.items()} == {}


def test_rows_move_and_go_and_what_led_to_them_says_so(desk, draft):
    url = reverse("workflow:design", args=["permit"])
    desk.post(url, {"up": "sign", "seen": 0})
    draft.refresh_from_db()
    assert deeds.keys(draft.definition) == ["intake", "sign", "appraise"]
    desk.post(url, {"remove": "sign", "seen": 1})
    shown = page(desk, "design", "permit")
    assert "chưa nói chuyển tới đâu" in shown
    assert "Bước “Thẩm định”, thao tác “Đề xuất cấp” chưa nói chuyển tới đâu." in shown
    desk.post(url, {"remove": "intake", "seen": 2})
    desk.post(url, {"remove": "appraise", "seen": 3})
    assert "Quy trình chưa có bước nào." in page(desk, "design", "permit")


def test_a_mistake_is_told_at_its_field_and_the_typed_text_is_kept(desk, draft):
    url = reverse("workflow:design_step", args=["permit", "appraise"])
    sent = typed(desk.get(url)) | {
        "hours": "hai ngày",
        "product": "Tờ trình",
        "actions-0-field": "area",
        "actions-0-op": "above",
        "actions-0-value": "rộng",
        "actions-3-next": "sign",
    }
    answer = desk.post(url, sent)
    shown = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Nhập số giờ, ví dụ 16.", "hai ngày", "Tờ trình", "Phép so sánh này cần một số.", "Ghi tên thao tác"):
        assert words in shown


def test_the_second_of_two_who_edit_is_told_and_keeps_the_text(desk, draft, controller, moment):
    url = reverse("workflow:design_step", args=["permit", "sign"])
    sent = typed(desk.get(url)) | {"product": "Giấy phép"}
    drafts.change(draft, deeds.move_step("sign", -1), acting=controller, at=moment("2026-11-24 09:00"))
    answer = desk.post(url, sent)
    shown = answer.content.decode()
    assert "Kim vừa sửa bản soạn lúc 09:00 24/11/2026" in shown
    assert "Giấy phép" in shown
    assert desk.post(url, sent | {"seen": answer.context["seen"]}).status_code == 302


def test_a_complicated_condition_is_kept_until_it_is_dropped(desk, draft, controller, moment):
    tangled = {"all": [{"field": "a", "op": "present"}, {"not": {"field": "b", "op": "in", "value": ["x", "y"]}}]}
    sheet = copy.deepcopy(draft.definition)
    sheet["steps"][1]["actions"][0]["when"] = tangled
    drafts.change(draft, lambda _sheet: sheet, acting=controller, at=moment("2026-11-24 09:00"))
    url = reverse("workflow:design_step", args=["permit", "appraise"])
    answer = desk.get(url)
    assert "a đã trả lời và không phải (b là một trong x, y)" in answer.content.decode()
    desk.post(url, typed(answer))
    draft.refresh_from_db()
    assert draft.definition["steps"][1]["actions"][0]["when"] == tangled
    desk.post(url, typed(desk.get(url)) | {"actions-0-drop_condition": "on"})
    draft.refresh_from_db()
    assert "when" not in draft.definition["steps"][1]["actions"][0]


def test_the_drawing_is_made_anew_after_each_change_and_survives_a_broken_table(desk, draft):
    url = reverse("workflow:design", args=["permit"])
    before = page(desk, "design", "permit").count("<rect")
    desk.post(url, {"remove": "sign", "seen": 0})
    shown = page(desk, "design", "permit")
    assert shown.count("<rect") == before - 2  # the step, and the outcome that only it led to


# ---- checking, comparing --------------------------------------------------------------------------------------------


def test_a_broken_draft_is_not_published_and_every_reason_is_said(draft, controller, moment):
    at = moment("2026-11-24 09:00")
    draft = drafts.change(draft, deeds.add_step("Chơ vơ", "cho_vo"), acting=controller, at=at)
    row = deeds.row_of(draft.definition, "cho_vo") | {"role": "wizard"}
    draft = drafts.change(draft, deeds.put_step("cho_vo", row), acting=controller, at=at)
    with pytest.raises(BadDefinition) as caught:
        drafts.publish_draft(draft, valid_from=date(2026, 12, 1), acting=controller, at=at)
    assert [str(one) for one in caught.value.problems] == [
        "Bước “Chơ vơ”: không có vai trò “wizard”.",
        "Bước “Chơ vơ” không có thao tác nào nên hồ sơ sẽ kẹt ở đó.",
    ]
    assert ProcessDraft.objects.filter(pk=draft.pk).exists()


def test_a_return_to_a_step_that_is_not_there_is_named():
    table = copy.deepcopy(PERMIT)
    table["steps"][2]["returns"] = ["gone"]
    assert [str(one) for one in problems(table)] == ["Bước “Ký” trả lại được về “gone”, không có bước đó."]


def test_differences_are_told_in_words(ward):
    table = copy.deepcopy(PERMIT)
    examine, sign = table["steps"][1], table["steps"][2]
    examine["hours"] = 24
    examine["actions"][0]["when"] = {"field": "area", "op": "at_least", "value": 50}
    examine["parallel"].pop()
    sign |= {"role": "clerk", "returns": [], "product": {"vi": "Giấy phép"}}
    table["steps"].insert(2, deeds.new_row("Kiểm tra", "check"))
    assert differences(read(PERMIT), read(PERMIT)) == []
    assert differences(read(PERMIT), read(table)) == [
        "Bước “Thẩm định”: thời hạn đổi từ “2 ngày làm việc” thành “3 ngày làm việc”.",
        "Bước “Thẩm định”: thao tác đổi từ “Đề xuất cấp → Ký” thành “Đề xuất cấp → Ký, khi area từ 50”.",
        "Bước “Thẩm định”: bỏ ý kiến “Ý kiến khác: Cơ quan do người xử lý chọn, 1 ngày làm việc, hỏi khi cần”.",
        "Thêm bước “Kiểm tra”: Chuyên viên, 1 ngày làm việc.",
        "Bước “Ký”: người làm đổi từ “Lãnh đạo ký” thành “Văn thư”.",
        "Bước “Ký”: sản phẩm đổi từ “–” thành “Giấy phép”.",
        "Bước “Ký”: trả lại được về đổi từ “bước bất kỳ đã qua” thành “–”.",
    ]


# ---- versions -------------------------------------------------------------------------------------------------------


def test_a_new_version_leaves_live_cases_theirs_and_the_screen_says_how_many(desk, draft, appraising, moment):
    step = appraising()
    sheet = copy.deepcopy(draft.definition)
    sheet["steps"][1]["hours"] = 40
    drafts.change(draft, lambda _sheet: sheet, acting=MACHINE, at=moment("2026-11-24 09:00"))
    shown = page(desk, "publish", "permit")
    assert "thời hạn đổi từ “2 ngày làm việc” thành “5 ngày làm việc”" in shown
    assert "1 hồ sơ đang chạy giữ nguyên phiên bản này" in shown
    desk.post(reverse("workflow:publish", args=["permit"]), {"valid_from": "2026-11-24", "seen": 1})
    step.case.refresh_from_db()
    assert (step.case.version.n, queries.version_on("permit", date(2026, 11, 24)).n) == (1, 2)
    assert "thành “5 ngày làm việc”" in page(desk, "compare", "permit")
    assert "Không khác gì" in page(desk, "compare", "permit", a="2", b="2")


def test_a_version_is_retired_on_screen_while_cases_run_under_it(desk, permit, appraising):
    appraising()
    url = reverse("workflow:retire", args=["permit", 1])
    assert "1 hồ sơ đang chạy giữ nguyên phiên bản này" in desk.get(url).content.decode()
    assert "đứng trước ngày bắt đầu" in desk.post(url, {"last_day": "2020-01-01"}).content.decode()
    assert desk.post(url, {"last_day": "2026-11-30"}).status_code == 302
    permit.refresh_from_db()
    assert (permit.state, permit.last_day) == ("retired", date(2026, 11, 30))


def test_loading_the_province_again_leaves_what_was_designed_since(draft, permit, controller, moment):
    at = moment("2026-11-24 09:00")
    draft = drafts.change(draft, deeds.move_step("sign", -1), acting=controller, at=at)
    new = drafts.publish_draft(draft, valid_from=date(2026, 11, 25), acting=controller, at=at)
    assert versions.draft("permit", "Giấy phép thử", PERMIT, acting=MACHINE) == permit
    assert ProcessVersion.objects.order_by("-n").first() == new


def test_an_open_draft_is_not_replaced_and_a_dropped_one_leaves_everything_else(desk, draft, permit):
    desk.post(reverse("workflow:design", args=["permit"]), {"remove": "sign", "seen": 0})
    desk.post(reverse("workflow:open", args=["permit"]), {"version": "1"})
    draft.refresh_from_db()
    assert len(draft.definition["steps"]) == 2
    desk.post(reverse("workflow:discard", args=["permit"]))
    assert not ProcessDraft.objects.exists()
    assert Process.objects.get().versions.count() == 1
    assert desk.get(reverse("workflow:design", args=["permit"])).status_code == 404


def test_a_code_is_taken_once(desk, permit):
    shown = desk.post(reverse("workflow:new"), {"title": "Khác", "code": "permit"}).content.decode()
    assert "Đã có quy trình mang mã “permit”" in shown


def test_the_page_costs_the_same_for_many_agencies(desk, draft):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            page(desk, "design", "permit")
        return len(seen)

    cost()  # what is kept in memory afterwards
    few = cost()
    for n in range(8):
        row = deeds.new_row("x", f"x{n}") | {"scope": f"named:noi-{n}", "parallel": []}
        draft.definition["steps"].append(row)
    draft.save()
    assert cost() == few


# ---- rights ---------------------------------------------------------------------------------------------------------


def test_only_those_who_control_procedures_or_administer_write_processes(client, ward, draft, permit, moment):
    client.force_login(ward.people["Bình"])
    for name, args in (
        ("new", []),
        ("design", ["permit"]),
        ("design_step", ["permit", "sign"]),
        ("publish", ["permit"]),
        ("discard", ["permit"]),
        ("retire", ["permit", 1]),
    ):
        assert client.get(reverse(f"workflow:{name}", args=args)).status_code == 403
        assert client.post(reverse(f"workflow:{name}", args=args)).status_code == 403
    assert client.post(reverse("workflow:open", args=["permit"])).status_code == 403
    with pytest.raises(Forbidden):
        drafts.change(draft, deeds.remove_step("sign"), acting=ward.acting("Bình"), at=moment("2026-11-24 09:00"))
    with pytest.raises(Forbidden):
        drafts.retire_version(permit, last_day=date(2026, 12, 1), acting=ward.acting("Bình"))
    assert "Soạn phiên bản mới" not in page(client, "process", "permit")


def test_a_table_has_bounds(draft, controller, moment):
    at = moment("2026-11-24 09:00")
    for n in range(deeds.MOST_STEPS - 3):
        draft.definition["steps"].append(deeds.new_row("x", f"x{n}"))
    draft.save()
    with pytest.raises(InputError, match="nhiều nhất 60 bước"):
        drafts.change(draft, deeds.add_step("y", "y"), acting=controller, at=at)
