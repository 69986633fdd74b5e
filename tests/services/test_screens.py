"""Who may open which page, and what a list costs (quyền xem, số câu truy vấn)."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.people.testing import sign_in
from cuulong.published.ports.payments import payments
from cuulong.systems.services.dossiers.actions.draft import save_answers
from cuulong.systems.services.dossiers.actions.step import step_of
from cuulong.systems.services.dossiers.charges import ask_for_fees
from cuulong.systems.services.dossiers.models import Dossier

from .conftest import Make

Enter = Callable[[str], Client]


@pytest.fixture
def enter(province: None) -> Enter:
    cache.clear()
    return lambda username: sign_in(Client(), Account.objects.get(username=username))


def own_pages(one: Dossier) -> list[tuple[str, str]]:
    """(method, address) of everything a person can do with their own dossier."""
    paper = one.papers.first()
    assert paper is not None
    named = [(n, [one.uuid]) for n in ("dossier", "sent", "result", "own_receipt", "take_back")]
    pages = [("get", reverse(f"services:{name}", args=args)) for name, args in named]
    pages += [("get", reverse("services:page", args=[one.uuid, "lien-he"]))]
    pages += [("get", reverse("services:paper", args=[paper.uuid]))]
    pages += [
        ("post", reverse(f"services:{name}", args=[one.uuid])) for name in ("supplement", "take_back", "drop_draft")
    ]
    pages += [("post", reverse("services:drop_paper", args=[paper.uuid]))]
    pages += [("post", reverse("services:autosave", args=[one.uuid, "chu-nha"]))]
    return pages


@pytest.mark.parametrize("stage", ["draft", "sent", "incomplete", "accepted"])
@pytest.mark.parametrize("stranger", ["tranthilamthu", "lc.tiepnhan", "lc.chutich"])
def test_no_address_of_a_persons_own_dossier_opens_for_anybody_else(
    dossier: Make, enter: Enter, stage: str, stranger: str
) -> None:
    one, client = dossier(stage), enter(stranger)
    answers = {address: getattr(client, method)(address).status_code for method, address in own_pages(one)}
    assert set(answers.values()) == {404}, answers
    before = (one.state, one.revision)
    one.refresh_from_db()
    assert (one.state, one.revision) == before


def office_pages(one: Dossier) -> list[tuple[str, str]]:
    step = step_of(one)
    return [
        ("get", reverse("services:workspace", args=[one.uuid])),
        ("get", reverse("services:sheet", args=[one.uuid, "tt-03-2025", "06"])),
        ("get", reverse("services:letter", args=[one.uuid])),
        ("get", reverse("services:letter_image", args=[one.uuid])),
        ("post", reverse("services:act", args=[one.uuid, step.uuid, "accept"])),
        ("post", reverse("services:ask", args=[one.uuid, step.uuid])),
        ("post", reverse("services:answer", args=[one.uuid, step.uuid])),
        ("post", reverse("services:receive", args=[one.uuid])),
    ]


@pytest.mark.parametrize("stranger", ["cn.tiepnhan", "cn.kinhte", "nnmt.chuyenvien"])
def test_officials_of_other_agencies_find_nothing_and_do_nothing(dossier: Make, enter: Enter, stranger: str) -> None:
    one, client = dossier("sent"), enter(stranger)
    answers = {address: getattr(client, method)(address).status_code for method, address in office_pages(one)}
    assert set(answers.values()) <= {403, 404}, answers


def test_a_citizen_does_not_enter_the_office(dossier: Make, enter: Enter) -> None:
    one, client = dossier("sent"), enter("nguyenvanthu")
    answers = {address: getattr(client, method)(address).status_code for method, address in office_pages(one)}
    assert set(answers.values()) == {403}, answers


def test_who_is_asked_an_opinion_reads_the_dossier(dossier: Make, enter: Enter) -> None:
    one = dossier("assigned")
    for username in ("datdai.ykien", "xd.hatang"):
        assert enter(username).get(reverse("services:workspace", args=[one.uuid])).status_code == 200, username


def test_a_code_alone_does_not_open_a_dossier(dossier: Make, enter: Enter) -> None:
    one = dossier("sent")
    address = reverse("services:lookup")
    right = one.applicant_phone[-4:]
    wrong = "0000" if right != "0000" else "1111"
    assert one.code in Client().post(address, {"code": one.code, "phone_end": right}).content.decode()
    refused = Client().post(address, {"code": one.code, "phone_end": wrong})
    assert refused.status_code == 422
    assert one.applicant_name not in refused.content.decode()


def test_the_open_page_of_a_dossier_shows_strangers_no_papers_and_no_result_file(dossier: Make, enter: Enter) -> None:
    one = dossier("accepted")
    page = Client().post(reverse("services:lookup"), {"code": one.code, "phone_end": one.applicant_phone[-4:]})
    text = page.content.decode()
    assert reverse("services:take_back", args=[one.uuid]) not in text
    assert "giay-to/" not in text


def words(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_pages_say_what_is_owed_after_answers_changed(dossier: Make, enter: Enter, now: datetime) -> None:
    draft, citizen = dossier("draft", "khai-sinh-be-mau"), enter("nguyenvanthu")
    charge = ask_for_fees(draft, "at_filing")
    assert charge is not None
    payments().collected_in_cash(charge.ref, acting=Acting.system("test"))
    fees, review = (reverse("services:page", args=[draft.uuid, key]) for key in ("le-phi", "xem-lai"))
    assert "Đã nhận đủ tiền." in words(citizen.get(fees))
    draft = save_answers(draft, draft.answers | {"copies": 5}, revision=None)
    owed = "Phải nộp 40.000 đ, đã nộp 16.000 đ, còn thiếu 24.000 đ."
    assert owed in words(citizen.get(review))
    page = words(citizen.get(fees))
    assert owed in page
    assert "Cần nộp 24.000 đ trước khi gửi hồ sơ." in page
    refused = citizen.post(review)
    assert refused.status_code == 422
    assert "Chưa nộp: Phí cấp bản sao Giấy khai sinh (còn thiếu 24.000 đồng)." in words(refused)
    save_answers(draft, draft.answers | {"copies": 1}, revision=None)
    assert citizen.post(review, follow=True).redirect_chain
    over = "Phải nộp 8.000 đ, đã nộp 16.000 đ. Phần nộp thừa 8.000 đ được hoàn trả."
    for name in ("sent", "dossier"):
        assert over in words(citizen.get(reverse(f"services:{name}", args=[draft.uuid]))), name
    assert over in words(enter("lc.tiepnhan").get(reverse("services:workspace", args=[draft.uuid])))


@pytest.mark.parametrize("name", ["intake", "one_page"])
def test_the_papers_of_a_case_are_asked_for_before_anything_is_filed(enter: Enter, name: str) -> None:
    client = enter("lc.tiepnhan" if name == "intake" else "nguyenvanthu")
    address = reverse(f"services:{name}", args=["khai-sinh"])
    typed = {"birth_proof": "cam-doan", "child_name": "Nguyễn Thị Thử Bé", "applicant_email": "không phải thư"}
    before, after = client.get(address), client.post(address, typed | {"apply": "1"})
    paper = 'for="p-cam-doan">Giấy cam đoan về việc sinh'
    assert [is_hidden(page, paper) for page in (before, after)] == [True, False]
    assert after.status_code == 200
    text = after.content.decode()
    assert "Nguyễn Thị Thử Bé" in text
    assert "không phải thư" in text
    assert "field-error" not in text
    assert not Dossier.objects.exists()


def is_hidden(page: HttpResponse, label: str) -> bool:
    """Whether the block that begins right before the label is hidden."""
    before, found, _after = page.content.decode().partition(label)
    assert found
    return before[before.rindex('<div class="field"') :].partition(">")[0].endswith(" hidden")


LISTS = [
    ("lc.tiepnhan", "services:counter"),
    ("lc.tiepnhan", "services:dossiers"),
    ("lc.tiepnhan", "services:register"),
    ("lc.tiepnhan", "worklist:desk"),
    ("nguyenvanthu", "services:mine"),
]


def test_a_list_of_thirty_costs_as_many_queries_as_a_list_of_three(
    dossier: Make, enter: Enter, django_assert_max_num_queries: Callable[..., AbstractContextManager[Any]]
) -> None:
    people = {username: enter(username) for username, _name in LISTS}

    def costs() -> dict[str, int]:
        found = {}
        for username, name in LISTS:
            people[username].get(reverse(name))  # what is kept for a while is kept now
            with django_assert_max_num_queries(40) as seen:
                assert people[username].get(reverse(name)).status_code == 200
            found[name] = len(seen)
        return found

    for _n in range(3):
        dossier("sent")
    few = costs()
    for _n in range(27):
        dossier("sent")
    assert costs() == few


def test_a_state_form_is_vietnamese_in_whatever_language_it_is_read(dossier: Make, enter: Enter) -> None:
    one, client = dossier("accepted"), enter("nguyenvanthu")
    client.cookies["django_language"] = "en"
    sheet = client.get(reverse("services:own_receipt", args=[one.uuid])).content.decode()
    assert '<html lang="en"' in sheet
    article = sheet.split("<article")[1].split("</article>")[0]
    assert "Bản vẽ thiết kế xây dựng" in article
    assert "Bản điện tử" in article
    assert not re.search(r"Monday|Tuesday|Wednesday|Thursday|Friday|Construction|Uploaded", article)


def test_a_citizen_sees_who_holds_the_dossier_and_what_is_still_ahead(dossier: Make, enter: Enter) -> None:
    one, client = dossier("accepted"), enter("nguyenvanthu")
    page = client.get(reverse("services:dossier", args=[one.uuid]))
    steps = page.context["story"]
    statuses = [step["status"] for step in steps]
    assert statuses.count("now") == 1
    assert statuses == sorted(statuses, key=["done", "now", "ahead"].index)
    ahead = [step["title"] for step in steps if step["status"] == "ahead"]
    assert ahead[-3:] == ["Cấp số, đóng dấu", "Trả kết quả", "Hẹn trả kết quả"]
    assert next(step for step in steps if step["status"] == "now")["meta"]


def test_own_dossiers_stand_in_three_groups(dossier: Make, enter: Enter) -> None:
    for stage in ("draft", "sent"):
        dossier(stage)
    page = enter("nguyenvanthu").get(reverse("services:mine")).context
    assert [len(page[name]) for name in ("drafts", "open", "done")] == [1, 1, 0]
