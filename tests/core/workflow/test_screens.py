"""Processes on screen: the table, the drawing, the versions."""

import re
from datetime import date

import defusedxml.ElementTree as ElementTree
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cuulong.core.people.models import Account
from cuulong.core.workflow import engine
from cuulong.core.workflow.actions import versions
from cuulong.core.workflow.definition import END, read
from cuulong.core.workflow.diagram import svg
from cuulong.core.workflow.layout import BOX_HEIGHT, BOX_WIDTH, lay_out

from .conftest import MACHINE, PERMIT

LOOPED = {
    "start": "a",
    "steps": [
        {**PERMIT["steps"][0], "key": key, "title": {"vi": key}, "actions": ways}
        for key, ways in {
            "a": [
                {"key": "1", "title": "1", "next": "b"},
                {"key": "2", "title": "2", "next": "c"},
                {"key": "3", "title": "3", "next": "end:no"},
            ],
            "b": [{"key": "1", "title": "1", "next": "d"}],
            "c": [{"key": "1", "title": "1", "next": "d"}, {"key": "2", "title": "2", "next": "a"}],
            "d": [{"key": "1", "title": "1", "next": "end:yes"}, {"key": "2", "title": "2", "next": "b"}],
        }.items()
    ],
}  # fmt: skip


def test_no_two_boxes_overlap_and_all_lie_inside_the_drawing():
    drawing = lay_out(read(LOOPED))
    boxes = list(drawing.boxes.values())
    assert {box.key for box in boxes} == {"a", "b", "c", "d", "end:yes", "end:no"}
    for n, one in enumerate(boxes):
        assert one.x >= 0
        assert one.x + BOX_WIDTH <= drawing.width
        assert one.bottom <= drawing.height
        for other in boxes[n + 1 :]:
            assert abs(one.x - other.x) >= BOX_WIDTH or abs(one.y - other.y) >= BOX_HEIGHT


def test_work_flows_downwards_and_ways_back_are_marked():
    drawing = lay_out(read(LOOPED))
    for arrow in drawing.arrows:
        source, target = drawing.boxes[arrow.source], drawing.boxes[arrow.target]
        assert (target.y > source.y) is not arrow.is_back
        assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in arrow.points)
    assert {(a.source, a.target) for a in drawing.arrows if a.is_back} == {("c", "a"), ("d", "b")}


def test_outcomes_stand_together_at_the_bottom():
    drawing = lay_out(read(LOOPED))
    bottom = {box.y for key, box in drawing.boxes.items() if key.startswith(END)}
    assert bottom == {max(box.y for box in drawing.boxes.values())}


@pytest.mark.django_db
def test_the_drawing_shows_where_a_case_is_in_words_and_needs_no_style(appraising, ward, permit):
    step = appraising()
    picture = svg(permit, step.case, "vi")
    ElementTree.fromstring(picture)
    assert not re.search(r"<style|style=|<script|\son\w+=", picture)
    assert picture.count("đang ở đây") == 1
    assert picture.count("đã qua") == 1
    assert "đang ở đây" not in svg(permit)


@pytest.mark.django_db
def test_a_finished_case_stands_at_its_outcome(appraising, ward, permit, moment):
    step = appraising()
    engine.act(step, "give_up", acting=ward.acting("Bình"), at=moment("2026-11-24 10:00"))
    step.case.refresh_from_db()
    assert svg(permit, step.case).count("đang ở đây") == 1


@pytest.mark.django_db
def test_names_in_a_drawing_cannot_break_out_of_it(db):
    wild = PERMIT | {"steps": [PERMIT["steps"][0] | {"title": {"vi": "<b>&\"'"}}, *PERMIT["steps"][1:]]}
    picture = svg(versions.draft("wild", "<script>alert(1)</script>", wild, acting=MACHINE))
    assert "<script" not in picture
    assert "<b>" not in picture


@pytest.fixture
def signed_in(ward, client):
    client.force_login(ward.people["Bình"])
    return client


@pytest.mark.django_db
def test_the_list_names_the_version_in_force(signed_in, permit):
    page = signed_in.get(reverse("workflow:processes")).content.decode()
    assert "Giấy phép thử" in page
    assert "01/01/2026" in page
    assert "Giấy phép thử" not in signed_in.get(reverse("workflow:processes"), {"q": "khong co"}).content.decode()
    assert "Giấy phép thử" in signed_in.get(reverse("workflow:processes"), {"q": "giay phep"}).content.decode()


@pytest.mark.django_db
def test_one_process_stands_as_table_drawing_and_versions(signed_in, permit):
    page = signed_in.get(reverse("workflow:process", args=["permit"])).content.decode()
    for words in ("Thẩm định", "2 ngày làm việc", "4 giờ làm việc", "quá hạn coi như đồng ý", "Đề xuất cấp", "<svg"):
        assert words in page
    english = signed_in.get(
        reverse("workflow:process", args=["permit"]), headers={"accept-language": "en"}
    ).content.decode()
    assert "Examine" in english


@pytest.mark.django_db
def test_an_older_version_can_be_read_and_an_unknown_one_is_not_found(signed_in, permit, moment):
    new = versions.draft("permit", "Giấy phép thử", PERMIT | {"steps": PERMIT["steps"][:1] + [_last()]}, acting=MACHINE)
    versions.publish(new, valid_from=date(2026, 12, 1), acting=MACHINE, at=moment("2026-11-24 08:00"))
    address = reverse("workflow:process", args=["permit"])
    assert "Duyệt nhanh" in signed_in.get(address).content.decode()
    assert "Thẩm định" in signed_in.get(address, {"version": "1"}).content.decode()
    assert signed_in.get(address, {"version": "9"}).status_code == 404
    assert signed_in.get(reverse("workflow:process", args=["gone"])).status_code == 404


def _last():
    return PERMIT["steps"][1] | {
        "title": {"vi": "Duyệt nhanh"},
        "parallel": [],
        "actions": [{"key": "x", "title": {"vi": "Xong"}, "next": "end:issued"}],
    }


@pytest.mark.django_db
def test_processes_are_for_officials(client, permit):
    client.force_login(Account.objects.create(username="dan", full_name="Lê Thị Giả"))
    assert client.get(reverse("workflow:processes")).status_code == 403


@pytest.mark.django_db
def test_the_list_costs_the_same_for_many(signed_in, permit):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            signed_in.get(reverse("workflow:processes"))
        return len(seen)

    cost()  # what is kept in memory afterwards
    cost()  # the first request fills what is kept in memory
    few = cost()
    for n in range(5):
        versions.draft(f"p{n}", f"Quy trình {n}", PERMIT, acting=MACHINE)
    assert cost() == few
