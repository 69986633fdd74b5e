"""What the auditor sees, and nobody else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cuulong.core.audit.models import Event
from cuulong.core.audit.record import record
from cuulong.core.people.acting import Acting
from cuulong.core.people.testing import make_agency, make_official, sign_in
from cuulong.lib.facts import Ref
from cuulong.lib.ids import uuid7

pytestmark = pytest.mark.django_db
LOG = reverse("audit:events")


@pytest.fixture
def agency(db):
    return make_agency("xa-a", name="Xã An Bình")


@pytest.fixture
def auditor(client, agency):
    return sign_in(client, make_official("kiemtra", agency, "auditor", full_name="Lê Thị Kiểm"))


@pytest.fixture
def hoa(agency):
    return make_official("hoa", agency, "specialist", full_name="Phạm Thị Hoa")


def page(client, address=LOG, **filters) -> str:
    answer = client.get(address, filters)
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_act_is_told_as_a_sentence_with_names(auditor, hoa, agency, paper):
    record(Acting.of(hoa), "probe.stamped", paper, agency, what="giấy phép", number=7)
    shown = page(auditor)
    assert "Đóng dấu giấy phép số 7" in shown
    assert "Phạm Thị Hoa" in shown
    assert "Xã An Bình" in shown


def test_a_missing_detail_leaves_a_gap_and_no_error(auditor, hoa, paper):
    record(Acting.of(hoa), "probe.stamped", paper, what="giấy phép")
    assert "Đóng dấu giấy phép số …" in page(auditor)


def test_the_machine_and_strangers_are_named_as_such(auditor, paper):
    record(Acting.system("seed"), "probe.stamped", paper, what="x", number=1)
    record(Acting.anonymous(), "probe.stamped", paper, what="x", number=2)
    shown = page(auditor)
    assert "Hệ thống (seed)" in shown
    assert "Người chưa đăng nhập" in shown


def test_filters_by_actor_action_object_agency_and_day(auditor, hoa, acting, agency, paper):
    other = Ref("probe.paper", uuid7())
    record(Acting.of(hoa), "probe.stamped", paper, agency, what="tìm thấy", number=1)
    record(acting, "probe.stamped", other, what="việc khác", number=2)
    for wanted in ({"actor": hoa.uuid}, {"subject": paper.uuid}, {"agency": agency.uuid}):
        shown = page(auditor, **wanted)
        assert "tìm thấy" in shown
        assert "việc khác" not in shown
        assert "bỏ lọc" in shown
    assert "Không có bản ghi nào khớp" in page(auditor, action="audit.events.exported", subject=paper.uuid)
    assert "Không có bản ghi nào khớp" in page(auditor, last="2020-01-01")
    assert "tìm thấy" in page(auditor, first="2020-01-01", action="probe.stamped")


def test_a_filter_that_makes_no_sense_is_told_and_ignored(auditor, acting, paper):
    record(acting, "probe.stamped", paper, what="giấy phép", number=1)
    shown = page(auditor, first="hôm qua")
    assert "field-error" in shown
    assert "Đóng dấu giấy phép số 1" in shown


def test_pages_follow_by_key_without_repeating_a_row(auditor, acting, paper):
    for number in range(60):
        record(acting, "probe.stamped", paper, what="mục", number=number)
    first = auditor.get(LOG, {"subject": paper.uuid})
    record(acting, "probe.stamped", paper, what="mục", number=99)
    second = auditor.get(LOG, {"subject": paper.uuid, "cursor": first.context["page"].after})
    numbers = [line.event.details["number"] for answer in (first, second) for line in answer.context["lines"]]
    assert numbers == list(range(59, -1, -1))


def test_the_list_costs_the_same_for_one_row_and_for_fifty(auditor, agency, paper):
    def cost() -> int:
        with CaptureQueriesContext(connection) as run:
            page(auditor)
        return len(run)

    def acts(count: int) -> None:
        for _ in range(count):
            person = make_official(f"o{uuid7().hex}", agency, "specialist")
            record(Acting.of(person), "probe.stamped", paper, agency, what="x", number=1)

    acts(1)
    cost()  # the first request fills what is kept in memory
    few = cost()
    acts(49)
    assert cost() == few


def test_one_object_can_be_followed_from_its_beginning(auditor, acting, paper):
    for number in range(3):
        record(acting, "probe.stamped", paper, what="giấy phép", number=number)
    answer = auditor.get(reverse("audit:trace", args=[paper.kind, paper.uuid]))
    assert [line.event.details["number"] for line in answer.context["lines"]] == [0, 1, 2]


@pytest.mark.parametrize("kind", ["probe.paper", "no kind"])
def test_an_object_nobody_touched_has_no_trace(auditor, kind):
    assert auditor.get(reverse("audit:trace", args=[kind, uuid7()])).status_code == 404


def test_the_log_can_be_taken_away_as_csv_and_that_is_on_record(auditor, hoa, paper):
    record(Acting.of(hoa), "probe.stamped", paper, what="=1+1", number=7)
    answer = auditor.get(reverse("audit:export"), {"subject": paper.uuid})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.count("\n") == 2
    assert "Đóng dấu =1+1 số 7" in text
    assert str(paper.uuid) in Event.objects.get(action="audit.events.exported").details["filters"]


@pytest.mark.parametrize("role", ["specialist", "administrator", "signer"])
def test_other_roles_are_not_let_in(client, agency, role):
    sign_in(client, make_official("khac", agency, role))
    assert client.get(LOG).status_code == 403


def test_a_visitor_is_asked_to_sign_in(client, db):
    assert client.get(LOG).url.startswith("/accounts/login/")


def test_details_are_told_as_people_write_them(auditor, hoa, agency, paper):
    record(Acting.of(hoa), "probe.stamped", paper, agency, what="2026-11-25T10:00:00+00:00", number=16000)
    assert "Đóng dấu 17:00\xa025/11/2026 số 16.000" in page(auditor)
    record(Acting.of(hoa), "probe.stamped", paper, agency, what="2026-11-25", number=2026)
    assert "Đóng dấu 25/11/2026 số 2026" in page(auditor)
