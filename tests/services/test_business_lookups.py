"""Data of a business, asked for by its tax code instead of a paper (tra cứu bằng mã số thuế)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cuulong.core.audit.queries import readings_of
from cuulong.core.exchange import simulator
from cuulong.core.exchange.models import Database, Lookup
from cuulong.core.parties.models import Business, Citizen, Consent
from cuulong.core.people.models import Account
from cuulong.lib.lookups import BUSINESS, Outcome
from cuulong.systems.services.catalogue.actions.set_lookup import set_lookup
from cuulong.systems.services.catalogue.models import Procedure
from cuulong.systems.services.catalogue.rules import MayNotLookUp
from cuulong.systems.services.dossiers.actions.draft import open_draft
from cuulong.systems.services.dossiers.actions.look_up import look_up_for
from cuulong.systems.services.dossiers.filers import filers_of
from cuulong.systems.services.dossiers.models import Dossier
from tests.services.conftest import sample, version_of, who

pytestmark = pytest.mark.usefixtures("province")
FOOD, PAPER, CODE = "2.001827", "ban-thuyet-minh", "1599999998"


@pytest.fixture
def registry(province: None) -> Iterator[simulator.Simulator]:
    Database.objects.update(timeout_ms=400)
    with simulator.connected(late=1.2) as one:
        yield one


def ask_by_code(**more: Any) -> None:
    """The controlling officer lets the business registry stand in for a paper of the food safety certificate."""
    rule = {
        "purpose": "xác nhận đăng ký của cơ sở", "basis": "Luật thử", "fields": ["ten-doanh-nghiep", "so-dang-ky"],
        "subject": BUSINESS, "ground": "consent", "about": "",
    }  # fmt: skip
    register = {"key": "doanh-nghiep", "name": "Cơ sở dữ liệu doanh nghiệp", "name_en": "Business registry"}
    procedure = Procedure.objects.get(code=FOOD)
    setting = {"register": register, "lookup": rule | more}
    set_lookup(procedure, PAPER, setting, acting=who("tinh.kiemsoat"), on=timezone.localdate())


def draft_by(username: str, *, for_business: bool, **changed: Any) -> Dossier:
    account = Account.objects.get(username=username)
    filer = next(one for one in filers_of(account) if (one.business is not None) == for_business)
    answers = sample("khoai-lang-say")["answers"] | changed
    return open_draft(version_of(FOOD), acting=who(username), filer=filer, answers=answers)


def look_up(draft: Dossier, username: str, *, agreed: bool = True) -> Any:
    return look_up_for(draft, PAPER, agreed=agreed, acting=who(username), at=timezone.now())


def test_who_speaks_for_a_business_lets_its_data_be_looked_up(registry: simulator.Simulator) -> None:
    ask_by_code()
    draft = draft_by("nguyenvanthu", for_business=True)
    with pytest.raises(MayNotLookUp, match="đồng ý"):
        look_up(draft, "nguyenvanthu", agreed=False)
    proof = look_up(draft, "nguyenvanthu")
    assert (proof.outcome, proof.about) == (Outcome.FOUND, CODE)
    assert [(one["about"], one["about_kind"]) for one in registry.asked] == [(CODE, "business")]
    assert draft.papers.get(key=PAPER).source == "lookup"
    consent = Consent.objects.get(uuid=Lookup.objects.get().consent_uuid)
    assert consent.citizen.account == Account.objects.get(username="nguyenvanthu")
    assert "dữ liệu của cơ sở" in consent.wording
    for party in (Business.objects.get(tax_code=CODE), Citizen.objects.get(account__username="nguyenvanthu")):
        assert [event.action for event in readings_of(party.ref)] == ["exchange.lookup.found"]
    page = Client()
    page.force_login(Account.objects.get(username="nguyenvanthu"))
    shown = page.get(reverse("services:own_proof", args=[proof.uuid])).content.decode()
    assert all(one.value in shown for one in proof.answers)


def test_a_person_who_speaks_for_nobody_is_asked_for_the_paper(registry: simulator.Simulator) -> None:
    ask_by_code()
    draft = draft_by("tranthilamthu", for_business=False)
    with pytest.raises(MayNotLookUp):
        look_up(draft, "tranthilamthu")
    assert registry.asked == []


def test_consent_covers_ones_own_business_only_and_a_duty_any(registry: simulator.Simulator) -> None:
    ask_by_code(about="business_code")
    draft = draft_by("nguyenvanthu", for_business=True, business_code="0100109106")
    with pytest.raises(MayNotLookUp, match="cơ sở mà mình nộp thay"):
        look_up(draft, "nguyenvanthu")
    ask_by_code(about="business_code", ground="duty")
    other = draft_by("tranthilamthu", for_business=False, business_code="0100109106")
    assert look_up(other, "tranthilamthu", agreed=False).about == "0100109106"
    wrong = draft_by("tranthilamthu", for_business=False, business_code="12")
    with pytest.raises(MayNotLookUp):
        look_up(wrong, "tranthilamthu", agreed=False)


def test_the_account_of_a_business_is_looked_up_by_duty(registry: simulator.Simulator) -> None:
    ask_by_code(ground="duty")
    registry.down = {"doanh-nghiep"}
    draft = draft_by("cosokhoailang", for_business=True)
    assert look_up(draft, "cosokhoailang", agreed=False).outcome is Outcome.DOWN
    assert not draft.papers.filter(key=PAPER).exists(), "the paper is asked for"
    registry.down = set()
    assert look_up(draft, "cosokhoailang", agreed=False).found
    assert readings_of(Business.objects.get(tax_code=CODE).ref).count() == 2


def test_the_controlling_officer_cannot_ask_a_registry_of_businesses_by_a_persons_number() -> None:
    client = Client()
    client.force_login(Account.objects.get(username="tinh.kiemsoat"))
    url = reverse("services:paper_lookup", args=[FOOD, PAPER])
    said = {
        "database": "doanh-nghiep", "ground": "duty", "purpose": "xem", "basis": "Luật thử",
        "wanted": ["doanh-nghiep:so-dang-ky"],
    }  # fmt: skip
    refused = client.post(url, said | {"about": "applicant_id"})
    assert refused.status_code == 422
    assert "hỏi bằng loại số khác" in refused.content.decode()
    assert client.post(url, said | {"about": "business_code"}).status_code == 302
    rule = next(p.lookup for p in version_of(FOOD).rules.papers if p.key == PAPER)
    assert rule is not None
    assert (rule.subject, rule.about) == (BUSINESS, "business_code")
