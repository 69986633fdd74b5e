"""Screens of incoming documents: who sees what, what is kept when something is wrong (màn hình văn bản đến)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cuulong.core.people.models import Account
from cuulong.core.registry import MenuItem, Worklist, declared
from cuulong.systems.documents.incoming.queries import step_of
from cuulong.systems.documents.models import Document, Handling, Incoming

from .arrivals import (
    CLERK,
    HEAD,
    LEADER,
    OFFICE,
    SPECIALIST,
    agency,
    assigned,
    came,
    enter,
    page,
    proposed,
    registered,
    room,
    who,
)

pytestmark = pytest.mark.usefixtures("province")
LIST = "/documents/incoming/"


def typed(**more: Any) -> dict[str, Any]:
    usual = {
        "agency": agency().pk, "channel": "counter", "secrecy": "", "number": "Số 512 / SXD-QLN", "issued_on": "23/11/2026",
        "issuer_name": "Sở Xây dựng tỉnh Mẫu", "kind": "cv", "subject": "rà soát nhà ở", "urgency": "0",
    }  # fmt: skip
    return usual | more


def test_the_clerk_takes_in_a_scan_and_registers_it() -> None:
    clerk = enter(CLERK)
    scan = SimpleUploadedFile("chup.pdf", page("scan"), "application/pdf")
    answer = clerk.post(f"{LIST}take-in/", typed(files=scan, then="register"))
    document = Document.objects.get()
    assert answer.headers["Location"] == f"{LIST}{document.uuid}/register/"
    assert (document.number, document.attachments.count()) == ("512/SXD-QLN", 1)
    shown = clerk.get(answer.headers["Location"]).content.decode()
    assert "rà soát nhà ở" in shown
    assert "/image/" in shown
    done = clerk.post(answer.headers["Location"], typed(revision=document.revision), follow=True).content.decode()
    assert "Đã vào sổ, số đến 1." in done
    image = document.attachments.get()
    assert clerk.get(f"{LIST}{document.uuid}/files/{image.uuid}/image/").headers["Content-Type"] == "image/png"
    assert b"%PDF" in b"".join(clerk.get(f"{LIST}{document.uuid}/files/{image.uuid}/").streaming_content)  # type: ignore[attr-defined]


def test_a_document_that_is_there_asks_first_and_loses_nothing_typed() -> None:
    came()
    clerk = enter(CLERK)
    answer = clerk.post(f"{LIST}take-in/", typed())
    said = answer.content.decode()
    assert (answer.status_code, Document.objects.count()) == (422, 1)
    assert "Có thể đã nhận rồi" in said
    assert "rà soát nhà ở</textarea>" in said
    assert clerk.post(f"{LIST}take-in/", typed(again="1")).status_code == 302
    assert Incoming.objects.exclude(same_as=None).count() == 1


@pytest.mark.parametrize(("wrong", "sentence"), [
    ({"secrecy": "mật"}, "sổ văn bản mật riêng"),
    ({"number": "không số/"}, "05/QĐ-UBND"),
    ({"issued_on": "31/02/2026"}, "ngày"),
    ({"subject": ""}, "Trích yếu"),
])  # fmt: skip
def test_what_cannot_be_taken_in_says_why(wrong: dict[str, str], sentence: str) -> None:
    answer = enter(CLERK).post(f"{LIST}take-in/", typed(**wrong))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Document.objects.exists()


def test_what_waits_for_the_register_stands_first_with_its_clock() -> None:
    late = came(timezone.now() - timedelta(days=6), number="1/SXD", subject="đã quá hạn")
    came(number="2/SXD", subject="mới đến")
    shown = enter(CLERK).get(f"{LIST}arrivals/").content.decode()
    assert shown.index("đã quá hạn") < shown.index("mới đến")
    assert "Quá hạn vào sổ" in shown
    assert late.number in shown
    for name in (OFFICE, SPECIALIST):
        assert enter(name).get(f"{LIST}arrivals/").status_code == 403
    assert "mới đến" not in enter("cn.vanthu").get(f"{LIST}arrivals/").content.decode()


def test_the_office_routes_several_at_once_and_the_leader_sees_what_it_proposes() -> None:
    documents = [registered(number=f"{n}/SXD-QLN", subject=f"việc số {n}") for n in (1, 2, 3)]
    office = enter(OFFICE)
    form = {
        "place": agency().pk,
        "lead": room().pk,
        "joint": [room("van-phong").pk],
        "text": "Kính trình.",
        "do": "propose",
    }
    nothing = office.post(f"{LIST}routing/", form)
    assert (nothing.status_code, "Chọn ít nhất một văn bản" in nothing.content.decode()) == (422, True)
    chosen = [str(one.uuid) for one in documents[:2]]
    done = office.post(f"{LIST}routing/", form | {"document": chosen}, follow=True).content.decode()
    assert "Đã chuyển 2 văn bản." in done
    assert "việc số 3" in done
    assert "việc số 1" not in done
    leader = enter(LEADER)
    seen = leader.get(f"{LIST}instructing/").content.decode()
    assert "Phòng Kinh tế" in seen
    assert "Kính trình." in seen
    form = {"place": agency().pk, "lead": room().pk, "text": "Giao phòng.", "do": "instruct", "document": chosen}
    leader.post(f"{LIST}instructing/", form | {"due_on": "15/12/2026"})
    for one in documents[:2]:
        one.refresh_from_db()
        assert (one.state, one.room, timezone.localdate(one.due_at).isoformat()) == ("working", room(), "2026-12-15")


def test_the_page_offers_each_reader_their_own_acts() -> None:
    document = registered()
    url = f"{LIST}{document.uuid}/"
    assert "Trình lãnh đạo cho ý kiến" in enter(OFFICE).get(url).content.decode()
    clerk = enter(CLERK).get(url).content.decode()
    assert "Trình lãnh đạo cho ý kiến" not in clerk
    assert "Trả lại nơi gửi" in clerk
    assert enter(SPECIALIST).get(url).status_code == 404
    assert enter("cn.vanthu").get(url).status_code == 404
    assert enter("quantri").get(url).status_code == 403


def test_acts_on_the_page_go_all_the_way() -> None:
    document = proposed()
    url = f"{LIST}{document.uuid}/"
    shown = enter(LEADER).get(url).content.decode()
    assert f'value="{room().pk}" selected' in shown
    joint = room("van-phong")
    form = {"lead": room().pk, "joint": [joint.pk], "text": "Làm ngay."}
    assert enter(LEADER).post(f"{url}act/instruct/", form).status_code == 302
    person = Account.objects.get(username=SPECIALIST)
    assert enter(HEAD).post(f"{url}act/assign/", {"account": person.pk}).status_code == 302
    empty = enter(SPECIALIST).post(f"{url}act/close/", {"note": ""})
    assert empty.status_code == 422
    helper = enter("lc.hotich")
    helper.get(url)
    assert Handling.objects.get(instruction__document=document, agency=joint, instruction__proposal=False).seen_at
    helper.post(f"{url}act/report/", {"note": "Đã gửi số liệu."})
    assert enter(SPECIALIST).post(f"{url}act/close/", {"note": "Đã báo cáo."}).status_code == 302
    story = enter(OFFICE).get(url).content.decode()
    for words in ("Làm ngay.", "Đã gửi số liệu.", "Đã báo cáo.", "Giải quyết xong"):
        assert words in story
    again = enter(SPECIALIST).post(f"{url}act/close/", {"note": "Lần nữa"})
    assert again.status_code == 422
    assert enter(OFFICE).post(f"{url}act/no-such-act/").status_code == 404


def test_the_register_is_found_filtered_and_exported_in_the_decree_s_columns() -> None:
    one = registered(number="512/SXD-QLN", subject="rà soát nhà ven kênh")
    registered(number="613/SNV-TC", subject="báo cáo tổ chức", urgency=1)
    clerk = enter(CLERK)
    for q in ("512/sxd-qln", "Số: 0512/SXD - QLN", "512", "1"):
        found = clerk.get(LIST, {"q": q}).content.decode()
        assert ("rà soát nhà ven kênh" in found, "báo cáo tổ chức" in found) == (True, False), q
    assert "rà soát" not in clerk.get(LIST, {"urgency": "1"}).content.decode()
    sheet = b"".join(clerk.get(LIST, {"export": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
    head = sheet.splitlines()[0]
    for column in ("Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu", "Ngày văn bản", "Tên loại và trích yếu", "Đơn vị nhận",
                   "Ngày chuyển", "Ký nhận", "Ghi chú"):  # fmt: skip
        assert column in head
    assert one.number in sheet
    tracked = clerk.get(f"{LIST}tracking/").content.decode()
    assert "rà soát nhà ven kênh" in tracked


def test_desks_and_menus_count_the_same_work(now: datetime) -> None:
    came()
    registered(number="2/X-Y")
    proposed(number="3/X-Y")
    assigned(number="4/X-Y")
    wanted = {
        "documents.register": CLERK,
        "documents.route": OFFICE,
        "documents.instruct": LEADER,
        "documents.handle": SPECIALIST,
    }
    for code, name in wanted.items():
        work, acting = declared(Worklist)[code], who(name)
        items = list(work.items(acting, 10))
        assert len(items) == work.count(acting) == 1, code
        assert items[0].url.startswith(LIST)
        assert not list(work.items(who("cn.vanthu"), 10)), code
    menus = {"documents.arrivals": CLERK, "documents.routing": OFFICE, "documents.instructing": LEADER}
    for code, name in menus.items():
        count = declared(MenuItem)[code].count
        assert count is not None
        assert count(who(name)) == 1, code
    assert step_of(Document.objects.get(number="2/X-Y")).due_at > now


@pytest.mark.parametrize("address", [LIST, f"{LIST}tracking/", f"{LIST}routing/", "/desk/"])
def test_questions_to_the_database_do_not_grow_with_the_rows(address: str) -> None:
    registered(number="1/A-B")
    office = enter(OFFICE)
    office.get(address)
    counted = []
    for more in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert office.get(address).status_code == 200
        counted.append(len(asked))
        for n in range(4 * (1 - more)):
            registered(number=f"{n + 2}/A-B")
    assert counted[1] <= counted[0] + 1
