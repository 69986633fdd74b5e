"""Forms built on screen, without code and without JavaScript."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cuulong.core.eforms import versions
from cuulong.core.eforms.actions import drafts
from cuulong.core.eforms.checking import check
from cuulong.core.eforms.drafting import draft as write_version
from cuulong.core.eforms.models import FormDefinition, FormDraft, FormVersion
from cuulong.core.eforms.reading import prefill
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account, Appointment

from .conftest import LAYOUT, SCHEMA

pytestmark = pytest.mark.django_db
MACHINE = Acting.system("test")
ROLES = ("procedure_controller", "administrator", "specialist", "intake_officer", "auditor", "portal_editor")


@pytest.fixture
def account():
    """An account appointed to a role; the second factor is out of this test's way."""
    today = timezone.localdate()
    agency = Agency.objects.create(
        slug="vp", kind="provincial_body", name="Văn phòng", valid=DateRange(today - timedelta(days=9))
    )

    def make(role):
        one = Account.objects.create(username=f"{role}.thu", full_name=f"Người {role}")
        Appointment.objects.create(account=one, agency=agency, role=role, valid=DateRange(today - timedelta(days=9)))
        return one

    return make


@pytest.fixture
def officer(account, monkeypatch):
    """The browser of the officer who controls procedures."""
    monkeypatch.setattr("cuulong.core.people.access.second_factor_at", lambda request: 1.0)
    client = Client()
    client.force_login(account("procedure_controller"))
    return client


@pytest.fixture
def published(db):
    made = write_version("sample", "Tờ khai thử", SCHEMA, LAYOUT, acting=MACHINE)
    return versions.publish(
        made, valid_from=timezone.localdate() - timedelta(days=5), acting=MACHINE, at=timezone.now()
    )


def url(name, *args):
    return reverse(f"eforms:{name}", args=args)


def text(answer):
    return answer.content.decode()


def press(client, code, **post):
    """One button of the workbench."""
    return client.post(url("build", code), post, follow=True)


def day_boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def rows(prefix, mode="", *conditions):
    """What the rows of a condition send."""
    sent = {f"{prefix}-mode": mode}
    for n, (field, op, value) in enumerate(conditions):
        sent |= {f"{prefix}-field_{n}": field, f"{prefix}-op_{n}": op, f"{prefix}-value_{n}": value}
    return sent


def test_an_officer_builds_publishes_and_a_citizen_is_asked_accordingly(officer):
    made = officer.post(url("new"), {"title": "Đăng ký sạp chợ", "code": "cho.sap"}, follow=True)
    assert made.redirect_chain[-1][0] == url("build", "cho.sap")
    assert "Việc còn lại trước khi ban hành: 1" in text(made)
    press(officer, "cho.sap", add_step="1", title="Người đăng ký")
    press(officer, "cho.sap", add_question="1", step="nguoi_dang_ky", kind="text", title="Họ và tên")
    press(officer, "cho.sap", add_question="1", step="nguoi_dang_ky", kind="choice", title="Đã có sạp")
    press(officer, "cho.sap", add_question="1", step="nguoi_dang_ky", kind="integer", title="Số sạp muốn thuê")
    press(officer, "cho.sap", add_step="1", title="Hàng bán")
    press(officer, "cho.sap", add_question="1", step="hang_ban", kind="table", title="Mặt hàng")
    press(officer, "cho.sap", add_question="1", group="mat_hang", kind="money", title="Doanh thu", back="mat_hang")
    page = press(officer, "cho.sap", add_question="1", step="hang_ban", kind="computed", title="Cộng doanh thu")
    assert "có thể xem thử và ban hành" in text(page)

    def save(path, **post):
        answer = officer.post(url("build_question", "cho.sap", path), post)
        assert answer.status_code == 302, text(answer)

    save("ho_va_ten", title="Họ và tên", prefill="person.full_name", error_required="Ghi họ tên chủ sạp",
         **rows("show"), **rows("required", "always"))  # fmt: skip
    save(
        "da_co_sap",
        title="Đã có sạp ở chợ",
        options="Có | Yes | co\nKhông | No | khong",
        **rows("show"),
        **rows("required", "always"),
    )
    without = ("all", ("da_co_sap", "equals", "không"))
    asked = rows("show", *without) | rows("required", *without)
    save("so_sap_muon_thue", title="Số sạp muốn thuê", minimum="1", maximum="3", unit="sạp", **asked)
    save(
        "cong_doanh_thu",
        title="Cộng doanh thu",
        formula="SUM(mat_hang.doanh_thu)",
        result="integer",
        unit="đồng",
        **rows("show"),
    )

    tomorrow = timezone.localdate() + timedelta(days=1)
    done = officer.post(url("build_publish", "cho.sap"), day_boxes("valid_from", tomorrow), follow=True)
    assert "Đã ban hành phiên bản 1" in text(done)
    version = FormVersion.objects.get(form__code="cho.sap")
    assert (version.state, version.first_day) == ("published", tomorrow)
    assert not FormDraft.objects.exists()
    assert {e.path: e.message for e in check(version, {"da_co_sap": "khong"}, "nguoi_dang_ky")} == {
        "ho_va_ten": "Ghi họ tên chủ sạp",
        "so_sap_muon_thue": "Chưa trả lời: Số sạp muốn thuê",
    }
    assert check(version, {"da_co_sap": "co", "ho_va_ten": "Thử"}, "nguoi_dang_ky") == []
    assert version.shape.prune({"mat_hang": [{"doanh_thu": 5}, {"doanh_thu": 7}]})["cong_doanh_thu"] == 12
    assert prefill(version, {"person.full_name": "Thử"}) == {"ho_va_ten": "Thử"}


@pytest.fixture
def on_bench(officer, published):
    officer.post(url("open", "sample"))
    return FormDraft.objects.get()


def sheet(draft):
    draft.refresh_from_db()
    return drafts.current(draft)


def test_every_change_is_undone_and_done_again(officer, on_bench):
    press(officer, "sample", question_delete="phone")
    press(officer, "sample", step_up="house")
    assert "phone" not in sheet(on_bench).schema["properties"]
    page = press(officer, "sample", undo="1")
    assert sheet(on_bench).steps[0]["key"] == "who"
    press(officer, "sample", undo="1")
    assert sheet(on_bench).is_required("full_name")
    assert "phone" in sheet(on_bench).schema["properties"]
    press(officer, "sample", undo="1")  # nothing before the beginning
    press(officer, "sample", redo="1")
    assert "phone" not in sheet(on_bench).schema["properties"]
    press(officer, "sample", add_step="1", title="Mới")  # what was undone is forgotten
    press(officer, "sample", redo="1")
    assert [step["key"] for step in sheet(on_bench).steps][:2] == ["who", "house"]
    assert "Xóa câu “Điện thoại”" in text(page)


def test_deleting_says_that_it_can_be_undone(officer, on_bench):
    assert "Xóa câu “Điện thoại”. Nút Hoàn tác đưa trở lại." in text(press(officer, "sample", question_delete="phone"))
    again = press(officer, "sample", question_delete="phone")
    assert "không còn trong bản soạn" in text(again)


def test_a_question_is_dragged_to_another_page(officer, on_bench):
    press(officer, "sample", question_place="phone", step="house", at="1")
    assert sheet(on_bench).step("house")["fields"][:2] == ["floors", "phone"]
    press(officer, "sample", question_place="phone", step="house", at="x")
    assert sheet(on_bench).step("house")["fields"][0] == "phone"


def test_a_wrong_setting_is_told_at_its_box_and_nothing_typed_is_lost(officer, on_bench):
    bad = {"title": "Số tầng", "minimum": "5", "maximum": "2", "unit": "tầng nhà"}
    answer = officer.post(url("build_question", "sample", "floors"), bad | rows("show") | rows("required"))
    assert answer.status_code == 422
    assert "Giới hạn trên nhỏ hơn giới hạn dưới" in text(answer)
    assert 'value="tầng nhà"' in text(answer)
    hostile = {"title": "Ghi chú", "pattern": "(a+)+$"} | rows("show") | rows("required")
    assert "lặp lồng nhau" in text(officer.post(url("build_question", "sample", "remark"), hostile))
    assert on_bench.edits.count() == 1


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("owner", "equals", "có lẽ"), "không phải lựa chọn của câu này. Các lựa chọn: “Có”, “Không”."),
        (("floors", "above", "nhiều"), "“nhiều” không phải là số."),
        (("floors", "above", ""), "Dòng 1: viết giá trị để so sánh."),
        (("", "equals", "x"), "Chọn câu hỏi ở ít nhất một dòng"),
    ],
)
def test_a_condition_that_says_nothing_is_told(officer, on_bench, row, words):
    sent = {"title": "Ghi chú"} | rows("show", "all", row) | rows("required")
    answer = officer.post(url("build_question", "sample", "remark"), sent)
    assert answer.status_code == 422
    assert words in text(answer).replace("&quot;", '"')


def test_a_deep_condition_is_kept_and_said_in_words(officer, on_bench):
    deep = {"any": [{"all": [{"field": "floors", "op": "above", "value": 2}, {"field": "owner", "op": "present"}]},
                    {"field": "owner", "op": "equals", "value": "no"}]}  # fmt: skip
    drafts.change(
        on_bench, lambda s: (s.set_show_when("remark", deep), ("x", {}))[1], acting=MACHINE, at=timezone.now()
    )
    page = text(officer.get(url("build_question", "sample", "remark")))
    assert "“Số tầng” lớn hơn 2 và “Là chủ nhà” đã được trả lời hoặc “Là chủ nhà” là “Không”" in page
    officer.post(url("build_question", "sample", "remark"), {"title": "Lời"} | rows("show", "keep") | rows("required"))
    assert sheet(on_bench).show_when("remark") == deep
    assert sheet(on_bench).question("remark")["title"] == "Lời"


def test_slots_for_papers_are_added_described_and_shown_at_the_end(officer, on_bench):
    press(officer, "sample", add_paper="1", title="Ảnh nhà")
    press(officer, "sample", add_paper="1", title="Bản vẽ")
    press(officer, "sample", paper_up="ban_ve")
    sent = {"name": "Ảnh nhà cũ", "copy_kind": "original"} | rows("show", "all", ("floors", "above", "2"))
    assert officer.post(url("build_paper", "sample", "anh_nha"), sent).status_code == 302
    assert sheet(on_bench).papers == [
        {"key": "ban_ve", "name": "Bản vẽ", "required": "always"},
        {"key": "anh_nha", "name": "Ảnh nhà cũ", "copy_kind": "original", "required": "when",
         "when": {"field": "floors", "op": "above", "value": 2}},
    ]  # fmt: skip
    end = {"step": "end", "given": json.dumps({"floors": 2}), "promise": "on"}
    shown = text(officer.post(url("build_preview", "sample"), end))
    assert "Bản vẽ" in shown
    assert "Ảnh nhà cũ" not in shown
    press(officer, "sample", paper_delete="ban_ve")
    assert len(sheet(on_bench).papers) == 1


def test_a_circle_of_conditions_stands_in_the_way_of_publishing(officer, on_bench):
    sent = {"title": "Là chủ nhà", "options": "Có||yes\nKhông||no"}
    sent |= rows("show", "all", ("owner_name", "present", "")) | rows("required")
    officer.post(url("build_question", "sample", "owner"), sent)
    page = officer.get(url("build_publish", "sample"))
    assert "Các câu hỏi chờ nhau thành vòng tròn" in text(page)
    posted = officer.post(url("build_publish", "sample"), day_boxes("valid_from", timezone.localdate()))
    assert posted.status_code == 422
    assert FormVersion.objects.count() == 1


def test_two_officers_at_one_question_lose_nothing(officer, on_bench):
    sent = {"title": "Tầng cao", "seen": on_bench.position} | rows("show") | rows("required", "always")
    press(officer, "sample", add_step="1", title="Người khác thêm")
    answer = officer.post(url("build_question", "sample", "floors"), sent)
    assert answer.status_code == 422
    assert "vừa sửa bản này lúc" in text(answer)
    assert 'value="Tầng cao"' in text(answer)


# ---- as the citizen -------------------------------------------------------------------------------------------------


def test_the_draft_is_tried_page_by_page_as_the_citizen_will(officer, on_bench):
    where = url("build_preview", "sample")
    first = officer.get(where)
    assert "Bước 1 trên 3" in text(first)  # who else lives there is asked for more than one floor only
    wrong = officer.post(where, {"step": "who", "given": "{}", "owner": "no"})
    assert wrong.status_code == 422
    assert "Chưa trả lời: Tên chủ nhà" in text(wrong)
    second = officer.post(where, {"step": "who", "given": "{}", "owner": "yes", "full_name": "Thử"})
    assert "Ngôi nhà" in text(second)
    given = json.dumps(second.context["page"] and {"full_name": "Thử", "owner": "yes"})
    third = officer.post(where, {"step": "house", "given": given, "floors": "2", "uses": "live"})
    assert "Người ở cùng" in text(third)
    back = officer.post(where, {"step": "people", "given": given, "back": "1"})
    assert "Ngôi nhà" in text(back)
    end = officer.post(where, {"step": "end", "given": json.dumps({"full_name": "Thử"}), "promise": "on"})
    assert "Xem lại câu trả lời" in text(end)
    assert "Thử" in text(end)
    assert officer.post(where, {"step": "who", "given": "[" * 9999}).status_code == 422
    assert FormVersion.objects.count() == 1


def test_an_unfinished_draft_says_why_it_cannot_be_tried(officer, on_bench):
    press(officer, "sample", add_step="1", title="Trống")
    assert "thiếu: fields" in text(officer.get(url("build_preview", "sample")))


# ---- versions -------------------------------------------------------------------------------------------------------


def test_a_new_version_follows_and_the_old_one_stays_for_who_began_under_it(officer, on_bench, published):
    press(officer, "sample", question_delete="tax_code")
    page = officer.get(url("build_publish", "sample"))
    assert "Bỏ câu “Mã số thuế”" in text(page)
    officer.post(url("build_publish", "sample"), day_boxes("valid_from", timezone.localdate()))
    old, new = FormVersion.objects.order_by("n")
    assert (old.state, new.state, new.n) == ("retired", "published", 2)
    assert "tax_code" in old.shape.fields
    assert "Bỏ câu “Mã số thuế”" in text(officer.get(url("compare", "sample") + "?a=1&b=2"))


def test_nothing_is_published_twice_or_into_the_past(officer, on_bench):
    today = timezone.localdate()
    same = officer.post(url("build_publish", "sample"), day_boxes("valid_from", today))
    assert "Bản soạn không khác phiên bản 1" in text(same)
    press(officer, "sample", question_delete="phone")
    past = officer.post(url("build_publish", "sample"), day_boxes("valid_from", today - timedelta(days=1)))
    assert "không được ở quá khứ" in text(past)


def test_a_version_is_ended_without_a_follower(officer, published):
    page = officer.post(url("retire", "sample", 1), day_boxes("last_day", timezone.localdate()), follow=True)
    assert "Phiên bản 1 thôi áp dụng" in text(page)
    published.refresh_from_db()
    assert published.state == "retired"
    assert "Chỉ phiên bản đang áp dụng" in text(
        officer.post(url("retire", "sample", 1), day_boxes("last_day", timezone.localdate()))
    )


def test_a_dropped_draft_leaves_the_published_form(officer, on_bench):
    assert "Bỏ bản soạn của" in text(officer.get(url("build_discard", "sample")))
    officer.post(url("build_discard", "sample"))
    assert FormDefinition.objects.filter(code="sample").exists()
    officer.post(url("new"), {"title": "Tạm", "code": "tam"})
    officer.post(url("build_discard", "tam"))
    assert not FormDefinition.objects.filter(code="tam").exists()


def test_a_version_is_taken_along_as_a_file(officer, published):
    answer = officer.get(url("export", "sample"))
    assert answer["Content-Disposition"] == 'attachment; filename="sample-1.json"'
    said = json.loads(answer.content)
    assert (said["format"], said["format_version"], said["code"]) == ("cuulong.form", 1, "sample")


def test_a_taken_or_odd_code_is_told(officer, published):
    assert "đã có biểu mẫu khác" in text(officer.post(url("new"), {"title": "A", "code": "sample"}))
    assert "chữ thường không dấu" in text(officer.post(url("new"), {"title": "A", "code": "Họ Tên"}))
