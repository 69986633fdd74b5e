"""A database of the state fills in answers of a draft, once the person agreed (điền sẵn từ cơ sở dữ liệu)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cuulong.core.audit.queries import readings_of
from cuulong.core.eforms.actions import drafts
from cuulong.core.eforms.builder.sheet import Sheet
from cuulong.core.eforms.builder.sources import prefill_choices
from cuulong.core.eforms.facts import FormPublished
from cuulong.core.eforms.form import Field
from cuulong.core.exchange import simulator
from cuulong.core.exchange.models import Database
from cuulong.core.parties.models import Citizen, Consent
from cuulong.core.people.models import Account
from cuulong.lib.lookups import Outcome
from cuulong.systems.services.catalogue.rules import MayNotLookUp
from cuulong.systems.services.dossiers.actions.draft import open_draft, save_answers
from cuulong.systems.services.dossiers.actions.fill_in import fill_in
from cuulong.systems.services.dossiers.database_fill import as_answer
from cuulong.systems.services.dossiers.filers import Filer, filers_of
from cuulong.systems.services.dossiers.models import Dossier
from cuulong.systems.services.subscribers import follow_form
from tests.services.conftest import version_of, who

pytestmark = pytest.mark.usefixtures("province")
PERMIT = "1.013225"


@pytest.fixture
def databases(province: None) -> Iterator[simulator.Simulator]:
    Database.objects.update(timeout_ms=400)
    with simulator.connected(late=1.2) as one:
        yield one


def citizen() -> Citizen:
    return Citizen.objects.get(account__username="nguyenvanthu")


HOME, SEAT = "database.dan-cu.noi-thuong-tru", "database.doanh-nghiep.tru-so"


@pytest.fixture
def named(province: None) -> tuple[str, str]:
    """Two questions of the permit's form that an officer lets databases fill in: a person's, and a business's."""
    found: list[str] = []

    def change(sheet: Sheet) -> tuple[str, dict[str, Any]]:
        step = sheet.steps[0]["key"]
        for title, source in (("Nơi thường trú", HOME), ("Trụ sở cơ sở", SEAT)):
            found.append(sheet.add_question("text", title, step=step))
            sheet.set_prefill(found[-1], source)
        return "x", {}

    acting, now, day = who("tinh.kiemsoat"), timezone.now(), timezone.localdate()
    draft = drafts.change(
        drafts.open_draft(version_of(PERMIT).form.form, acting=acting, at=now), change, acting=acting, at=now
    )
    made = drafts.publish_draft(draft, valid_from=day, acting=acting, at=now)
    follow_form(FormPublished(subject=made.form.ref, wording=made.ref, valid_from=day))
    return found[0], found[1]


def draft_of(filer: Filer | None = None) -> Dossier:
    draft = open_draft(version_of(PERMIT), acting=who("nguyenvanthu"), filer=filer or Filer(citizen()), answers={})
    return Dossier.objects.select_related("version__form", "version__procedure").get(pk=draft.pk)


def first_page(draft: Dossier) -> str:
    return draft.version.form.shape.steps[0].key


def window() -> Client:
    client = Client()
    client.force_login(Account.objects.get(username="nguyenvanthu"))
    return client


def test_the_workbench_offers_every_field_of_every_database() -> None:
    form = version_of(PERMIT).form
    sheet = Sheet.of({"title": "x", "schema": form.schema, "layout": form.layout})
    found = dict(prefill_choices(sheet, next(iter(sheet.paths()))))
    assert found["database.dan-cu.noi-thuong-tru"] == "Cơ sở dữ liệu quốc gia về dân cư: Nơi thường trú"
    assert "database.doanh-nghiep.tru-so" in found


def test_who_files_agrees_and_the_answers_are_there_to_look_over(
    databases: simulator.Simulator, named: tuple[str, str]
) -> None:
    draft, home = draft_of(), named[0]
    client, page = window(), reverse("services:page", args=[draft.uuid, first_page(draft)])
    shown = client.get(page).content.decode()
    assert "Điền sẵn từ Cơ sở dữ liệu quốc gia về dân cư" in shown
    assert "đăng ký doanh nghiệp" not in shown, "nobody files for a business here"
    door = reverse("services:fill_in", args=[draft.uuid, first_page(draft)])
    client.post(door, {"database": "dan-cu"})
    assert databases.asked == [], "nobody agreed"
    assert client.post(door, {"database": "dan-cu", "agree": "1"}).status_code == 302
    assert [one["fields"] for one in databases.asked] == [["noi-thuong-tru"]], "no more than the form names"
    draft.refresh_from_db()
    assert draft.answers[home].startswith("Dữ liệu mẫu")
    after = client.get(page).content.decode()
    assert draft.answers[home] in after
    assert "Lấy dữ liệu" not in after, "asked once"
    assert [event.action for event in readings_of(citizen().ref)] == ["exchange.lookup.found"]
    assert "điền sẵn vào tờ khai" in Consent.objects.get(purpose="prefill-dan-cu").wording


def test_what_was_typed_stays(databases: simulator.Simulator, named: tuple[str, str]) -> None:
    draft, home = draft_of(), named[0]
    save_answers(draft, {home: "Tự khai"}, revision=None)
    draft.refresh_from_db()
    assert fill_in(draft, "dan-cu", agreed=True, acting=who("nguyenvanthu"), at=timezone.now()).found
    draft.refresh_from_db()
    assert draft.answers[home] == "Tự khai"


def test_a_database_that_is_down_leaves_the_question_to_the_person(
    databases: simulator.Simulator, named: tuple[str, str]
) -> None:
    databases.down = {"dan-cu"}
    draft, client = draft_of(), window()
    door = reverse("services:fill_in", args=[draft.uuid, first_page(draft)])
    page = client.post(door, {"database": "dan-cu", "agree": "1"}, follow=True).content.decode()
    assert "Không có dữ liệu để điền sẵn" in page
    assert "Lấy dữ liệu" in page, "it may be tried again"
    draft.refresh_from_db()
    assert draft.answers == {}
    databases.down = set()
    assert fill_in(draft, "dan-cu", agreed=True, acting=who("nguyenvanthu"), at=timezone.now()).outcome is Outcome.FOUND


def test_only_ones_own_data_and_only_what_the_form_names(
    databases: simulator.Simulator, named: tuple[str, str]
) -> None:
    business = next(one for one in filers_of(Account.objects.get(username="nguyenvanthu")) if one.business)
    acting, now = who("nguyenvanthu"), timezone.now()
    for draft, database in (
        (draft_of(), "dat-dai"),
        (draft_of(), "khong-co"),
        (draft_of(), "doanh-nghiep"),
        (draft_of(business), "dan-cu"),
    ):
        with pytest.raises(MayNotLookUp):
            fill_in(draft, database, agreed=True, acting=acting, at=now)
    assert databases.asked == []
    for_business = draft_of(business)
    assert fill_in(for_business, "doanh-nghiep", agreed=True, acting=acting, at=now).about == "1599999998"
    for_business.refresh_from_db()
    assert set(for_business.answers) == {named[1]}
    stranger = Client()
    stranger.force_login(Account.objects.get(username="tranthilamthu"))
    door = reverse("services:fill_in", args=[for_business.uuid, first_page(for_business)])
    assert stranger.post(door, {"database": "doanh-nghiep", "agree": "1"}).status_code == 404


@pytest.mark.parametrize(
    ("schema", "said", "answer"),
    [
        ({"type": "string"}, "  Ấp   Giả Định ", "Ấp Giả Định"),
        ({"type": "string", "format": "date"}, "05/01/2020", "2020-01-05"),
        ({"type": "string", "format": "date"}, "hôm qua", None),
        ({"type": "integer"}, "1.250", 1250),
        ({"type": "integer"}, "12,5", None),
        ({"type": "number"}, "12,5", 12.5),
        ({"type": "number"}, "80 m²", None),
        ({"type": "string", "enum": ["m", "f"], "x-enum-titles": {"m": "Nam", "f": "Nữ"}}, "nữ", "f"),
        ({"type": "string", "enum": ["m", "f"], "x-enum-titles": {"m": "Nam", "f": "Nữ"}}, "khác", None),
        ({"type": "boolean"}, "true", None),
    ],
)
def test_a_databases_words_become_answers_of_their_kind_or_nothing(schema: Any, said: str, answer: Any) -> None:
    assert as_answer(Field("q", schema, False), said) == answer


def test_a_form_without_such_a_source_asks_nobody(databases: simulator.Simulator) -> None:
    draft = draft_of()
    page = window().get(reverse("services:page", args=[draft.uuid, first_page(draft)]))
    assert "Lấy dữ liệu" not in page.content.decode()
    assert databases.asked == []
