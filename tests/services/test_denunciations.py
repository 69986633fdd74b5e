"""A denunciation is read by the named role only, and who denounced by nobody without a written reason (tố cáo)."""

from __future__ import annotations

from datetime import datetime
from io import StringIO
from itertools import pairwise

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db.models import Model
from django.test import Client

from cuulong.core.audit.models import Event
from cuulong.core.notifications.models import Notification
from cuulong.core.people.acting import Forbidden
from cuulong.core.people.rights import official_screens
from cuulong.core.people.testing import make_official, sign_in
from cuulong.core.registry import Indicator, Role, Searchable, declared
from cuulong.lib.dates import VIETNAM
from cuulong.systems.services.feedback.actions.denounce import (
    accept,
    extend_verification,
    forward,
    open_identity,
    verify,
)
from cuulong.systems.services.feedback.models import Denouncer, Denunciation
from cuulong.systems.services.feedback.rules import Refused
from tests.core.people.test_rights_table import address

from .feedback_people import DENOUNCER, SECRET, denounced, enter, ward, who

FORM = {
    "against": "Ông Mỗ", "title": f"Việc {SECRET}", "text": f"Kể rằng {SECRET}.", "name": DENOUNCER,
    "address": "99 đường Giấu", "phone": "0987654321",
}  # fmt: skip


@pytest.fixture(autouse=True)
def fresh(province: None) -> None:
    cache.clear()


def test_it_is_sent_without_an_account_and_nobody_is_written_to() -> None:
    sender = enter("nguyenvanthu")
    done = sender.post("/gop-y/to-cao/", FORM)
    case = Denunciation.objects.get()
    assert case.code in done.content.decode()
    assert case.code not in str(dict(sender.session.items()))
    assert not Notification.objects.exists()
    assert [
        (e.actor_label, "nguyenvanthu" in str(e.details)) for e in Event.objects.filter(subject_uuid=case.uuid)
    ] == [("anonymous", False)]
    assert DENOUNCER not in {str(value) for value in vars(case).values()}


def test_it_is_taken_up_within_seven_working_days() -> None:
    case = denounced(datetime(2026, 8, 3, 9, tzinfo=VIETNAM))
    assert case.due_at == datetime(2026, 8, 12, 17, tzinfo=VIETNAM)


def test_its_code_shows_the_state_and_no_word_of_it() -> None:
    page = Client().post("/gop-y/tra-cuu/", {"code": denounced().code}).content.decode()
    assert "Đã nhận" in page
    assert SECRET not in page
    assert "Ông Mỗ" not in page
    assert DENOUNCER not in page


def test_no_word_of_it_reaches_a_page_for_any_other_role() -> None:
    """Every officials' screen of the house, opened by somebody who holds every other role where it is handled."""
    case = denounced()
    others = sorted(set(declared(Role)) - {"denunciation_handler"})
    client = sign_in(Client(raise_request_exception=False), make_official("moi-vai-khac", ward(), *others))
    own = {"services:denunciation", "services:act_denunciation", "services:denouncer"}
    screens = official_screens()
    assert own < set(screens)
    for name in screens:
        answer = client.get(f"/feedback/denunciations/{case.uuid}/" if name in own else address(name))
        text = b"".join(answer).decode(errors="replace")  # type: ignore[arg-type]
        assert SECRET not in text, name
        assert DENOUNCER not in text, name
        assert "Ông Mỗ" not in text, name
        assert answer.status_code == 403 or name not in own


@pytest.mark.parametrize("name", ["lc.chutich", "lc.khieunai", "tinh.kiemsoat", "kiemtoan", "quantri", "lc.giamdoc"])
def test_screens_and_verbs_are_shut_to_others(name: str, now: datetime) -> None:
    case, client = denounced(), enter(name)
    page = f"/feedback/denunciations/{case.uuid}/"
    assert client.get(page).status_code == 403
    for verb in ("accept", "refuse", "verify", "decide", "forward", "identity"):
        assert client.post(f"{page}{verb}/", {"note": "x", "reason": "một lý do đủ dài"}).status_code == 403
    assert not Denunciation.objects.visible_to(who(name)).exists()
    with pytest.raises(Forbidden):
        open_identity(case, "một lý do đủ dài", acting=who(name))


def test_handlers_elsewhere_do_not_see_it_until_it_is_forwarded_to_them(now: datetime) -> None:
    case = denounced()
    assert enter("tinh.tocao").get(f"/feedback/denunciations/{case.uuid}/").status_code == 404
    office = Denunciation._meta.get_field("agency").related_model.objects.get(slug="van-phong-ubnd")  # type: ignore[union-attr]
    forward(case, office, note="Thuộc thẩm quyền tỉnh", acting=who("lc.tocao"), at=now)
    assert SECRET in enter("tinh.tocao").get(f"/feedback/denunciations/{case.uuid}/").content.decode()
    assert enter("lc.tocao").get(f"/feedback/denunciations/{case.uuid}/").status_code == 404


def test_the_handler_reads_it_without_the_name_and_each_opening_is_written_down() -> None:
    case, desk = denounced(), enter("lc.tocao")
    page = f"/feedback/denunciations/{case.uuid}/"
    shown = desk.get(page).content.decode()
    assert SECRET in shown
    assert DENOUNCER not in shown
    refused = desk.post(f"{page}identity/", {"reason": "xem"})
    assert (refused.status_code, DENOUNCER in refused.content.decode()) == (422, False)
    opened = Event.objects.filter(action="services.denunciation.identity_opened")
    assert not opened.exists()
    for n in (1, 2):
        answer = desk.post(f"{page}identity/", {"reason": "Mời làm việc để xác minh nội dung"})
        assert DENOUNCER in answer.content.decode()
        assert answer.headers["Cache-Control"] == "no-store"
        assert opened.count() == n
    assert opened[0].details["reason"] == "Mời làm việc để xác minh nội dung"
    assert DENOUNCER not in desk.get(page).content.decode()


def test_a_reason_is_wanted_even_of_the_handler() -> None:
    with pytest.raises(Refused, match="Ghi rõ vì sao"):
        open_identity(denounced(), "  ", acting=who("lc.tocao"))


def test_lists_show_numbers_only_and_leave_in_no_file() -> None:
    case, desk = denounced(), enter("lc.tocao")
    for page in ("/feedback/denunciations/", "/desk/", "/feedback/denunciations/?export=csv"):
        text = desk.get(page).content.decode()
        assert case.number in text, page
        assert SECRET not in text, page
        assert "text/html" in desk.get(page).headers["Content-Type"]


def test_neither_search_nor_figures_nor_the_text_of_a_message_know_it() -> None:
    case = denounced()
    assert Denunciation.ref_kind not in declared(Searchable)
    assert not [code for code in declared(Indicator) if "denunciation" in code]
    assert SECRET not in enter("lc.tocao").get("/search/?q=bi mat").content.decode()
    assert "Số đơn tố cáo nhận trong năm" in enter("tinh.kiemsoat").get("/feedback/satisfaction/").content.decode()
    assert "tố cáo" not in enter("lc.giamdoc").get("/feedback/satisfaction/").content.decode()
    told = StringIO()
    call_command("check_rollups", stdout=told)
    assert case.number not in told.getvalue()


def test_the_name_stands_in_a_table_of_its_own() -> None:
    denounced()
    assert Denouncer.objects.get().name == DENOUNCER
    fields: list[type[Model]] = [Denunciation]
    assert not [
        f.name for model in fields for f in model._meta.fields if f.name in {"name", "phone", "email", "account"}
    ]


def test_it_is_extended_twice_and_no_more() -> None:
    at, handler = datetime(2026, 8, 3, 9, tzinfo=VIETNAM), who("lc.tocao")
    case = accept(denounced(at), note="", acting=handler, at=at)
    case = verify(case, note="", acting=handler, at=at)
    due = [case.due_at]
    for _n in range(2):
        case = extend_verification(case, note="Vụ việc phức tạp", acting=handler, at=at)
        due.append(case.due_at)
    assert [(later - earlier).days >= 30 for earlier, later in pairwise(due) if earlier and later] == [True, True]
    with pytest.raises(Refused, match="đủ số lần"):
        extend_verification(case, note="Nữa", acting=handler, at=at)
    with pytest.raises(Forbidden):
        extend_verification(case, note="Nữa", acting=who("lc.khieunai"), at=at)
