"""Earlier results and papers are used again, on a consent with an end, which can be taken back (kho giấy tờ cá nhân)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cuulong.core.audit.queries import lines, readings_of
from cuulong.core.parties.models import Citizen
from cuulong.core.people.acting import Forbidden
from cuulong.core.people.models import Account
from cuulong.core.people.testing import sign_in
from cuulong.systems.services.catalogue.definition import Definition, PaperRule
from cuulong.systems.services.catalogue.rules import paper_until, result_until
from cuulong.systems.services.demo import bring, give_certificates
from cuulong.systems.services.dossiers.actions.draft import file_for
from cuulong.systems.services.dossiers.actions.reuse import allow_reuse, forbid_reuse, reuse
from cuulong.systems.services.dossiers.actions.send import send
from cuulong.systems.services.dossiers.filers import filers_of
from cuulong.systems.services.dossiers.models import Dossier, Issuance, Paper, ReuseConsent
from cuulong.systems.services.dossiers.rules import Refused
from cuulong.systems.services.dossiers.store import Kept, kept_by, offers_for

from .conftest import Make, who

DRAWING = "ban-ve"
ME = "nguyenvanthu"


@pytest.fixture(autouse=True)
def fresh(province: None) -> None:
    cache.clear()


def citizen(username: str = ME) -> Citizen:
    return Citizen.objects.get(account__username=username)


def agreed(now: datetime, months: int = 12, username: str = ME) -> ReuseConsent:
    return allow_reuse(citizen(username), months=months, wording="Tôi đồng ý.", acting=who(username), at=now)


def offered(draft: Dossier, at: datetime) -> list[Kept]:
    return offers_for(draft, Account.objects.get(username=ME), at) or []


def earlier(dossier: Dossier) -> str:
    return f"paper-{dossier.papers.get(key=DRAWING, replaced=False).uuid}"


def used(draft: Dossier, before: Dossier, now: datetime) -> Paper:
    return reuse(draft, DRAWING, earlier(before), acting=who(ME), at=now)


def browser(username: str = ME) -> Client:
    return sign_in(Client(), Account.objects.get(username=username))


def papers_page(draft: Dossier) -> str:
    return reverse("services:page", args=[draft.uuid, "dinh-kem"])


def test_nothing_is_offered_before_one_agreed(dossier: Make, now: datetime) -> None:
    before, draft = dossier("sent"), dossier("draft")
    page = browser().get(papers_page(draft)).content.decode()
    assert 'name="reuse-' not in page
    assert reverse("services:store") in page
    with pytest.raises(Refused, match="Chưa đồng ý dùng lại"):
        used(draft, before, now)


def test_an_earlier_paper_is_attached_as_it_stands_and_the_owner_sees_it_in_the_log(
    dossier: Make, now: datetime
) -> None:
    before, draft, mine = dossier("sent"), dossier("draft"), browser()
    store = reverse("services:store")
    assert before.code
    assert before.code in mine.get(store).content.decode()
    assert mine.post(store, {"agree": "1", "months": "6"}).status_code == 302
    page = mine.get(papers_page(draft)).content.decode()
    assert f'name="reuse-{DRAWING}"' in page
    chosen = {f"reuse-{DRAWING}": earlier(before)}
    assert mine.post(papers_page(draft), chosen).status_code == 302
    first, again = before.papers.get(key=DRAWING), draft.papers.get(key=DRAWING, replaced=False)
    assert (again.source, again.file, again.origin) == ("reused", first.file, before)
    assert again.consent == ReuseConsent.objects.get()
    told = [line.sentence for line in lines(list(readings_of(citizen().ref)))]
    assert [one for one in told if before.code in one and "Dùng lại giấy tờ" in one]
    sent = send(draft, acting=who(ME), at=now + timedelta(minutes=1))
    seen = browser("lc.tiepnhan").get(reverse("services:workspace", args=[sent.uuid])).content.decode()
    assert f"dùng lại từ hồ sơ {before.code}" in seen
    file = browser("lc.tiepnhan").get(reverse("services:dossier_paper", args=[again.uuid]))
    assert file.status_code == 200


def test_an_issued_result_is_offered_while_it_holds_and_not_after(dossier: Make, now: datetime) -> None:
    give_certificates()
    issued, draft = bring(dossier("sent"), "issued"), dossier("draft")
    agreed(now)
    key = f"result-{issued.uuid}"
    result = next(one for one in offered(draft, now) if one.key == key)
    assert result.until is not None
    assert result.until > result.on
    made = reuse(draft, DRAWING, key, acting=who(ME), at=now)
    assert made.file is not None
    assert made.file.pk == Issuance.objects.get().file_id
    assert made.usable_until == result.until
    # Thirteen months ago: a permit holds for twelve.
    Issuance.objects.update(issued_at=now - timedelta(days=400))
    assert key not in [one.key for one in offered(draft, now)]
    with pytest.raises(Refused, match="đã hết hạn"):
        reuse(draft, DRAWING, key, acting=who(ME), at=now)
    assert "Hết hạn" in browser().get(reverse("services:store")).content.decode()
    Paper.objects.filter(pk=made.pk).update(usable_until=(now - timedelta(days=3)).date())
    with pytest.raises(Refused, match="Không còn dùng lại được"):
        send(draft, acting=who(ME), at=now)


def test_a_consent_ends_by_itself(dossier: Make, now: datetime) -> None:
    before, draft = dossier("sent"), dossier("draft")
    consent = agreed(now, 3)
    assert agreed(now, 24) == consent
    used(draft, before, now)
    later = consent.until + timedelta(seconds=1)
    assert offered(draft, later) == []
    with pytest.raises(Refused, match="Không còn dùng lại được"):
        send(draft, acting=who(ME), at=later)
    assert agreed(later, 3) != consent


def test_a_consent_is_taken_back_and_drafts_lose_what_they_used(dossier: Make, now: datetime) -> None:
    before, draft, filed = dossier("sent"), dossier("draft"), dossier("draft")
    agreed(now)
    kept = used(filed, before, now)
    send(filed, acting=who(ME), at=now)
    used(draft, before, now)
    page = reverse("services:store")
    assert "Rút lại đồng ý" in browser().get(page).content.decode()
    assert forbid_reuse(citizen(), acting=who(ME), at=now + timedelta(minutes=1)) == 1
    assert not draft.papers.filter(key=DRAWING, replaced=False).exists()
    kept.refresh_from_db()
    assert not kept.replaced
    assert offered(draft, now + timedelta(minutes=2)) == []
    assert ReuseConsent.objects.get().withdrawn_at is not None
    assert agreed(now + timedelta(minutes=3)).holds(now + timedelta(days=9))


def test_only_ones_own_and_only_for_oneself(dossier: Make, now: datetime) -> None:
    theirs, draft = dossier("sent", "ban-sao-khai-sinh"), dossier("draft")
    assert theirs.account != draft.account
    agreed(now)
    Paper.objects.create(dossier=theirs, key="giay-to", file=dossier("sent").papers.filter(file__isnull=False)[0].file)
    assert not [one for one in offered(draft, now) if one.origin == theirs]
    with pytest.raises(Forbidden):
        allow_reuse(citizen("sonthividu"), months=3, wording="x", acting=who(ME), at=now)
    used(draft, dossier("sent"), now)
    business = filers_of(draft.account)[1]
    draft = file_for(draft, business)
    assert not draft.papers.filter(source="reused", replaced=False).exists()
    assert offers_for(draft, draft.account, now) is None
    assert offers_for(draft, Account.objects.get(username="sonthividu"), now) is None


def test_the_store_costs_the_same_however_much_is_in_it(dossier: Make, now: datetime) -> None:
    dossier("sent")

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            kept_by(citizen())
        return len(seen)

    few = cost()
    for key in ("khai-sinh-be-mau", "khoai-lang-say", "tau-hang"):
        dossier("sent", key)
    assert len(kept_by(citizen())) > 5
    assert cost() == few


@pytest.mark.parametrize(
    ("validity", "until"),
    [
        ({"months": 12}, date(2027, 1, 31)),
        ({"months": 1}, date(2026, 2, 28)),
        ({"years": 3}, date(2029, 1, 31)),
        ({"field": "use_to"}, date(2026, 5, 2)),
        ({"field": "nothing"}, None),
        ({}, None),
    ],
)
def test_until_when_a_result_holds(validity: dict[str, object], until: date | None) -> None:
    raw = {"result": {"validity": validity}, "competent": []}
    assert result_until(Definition.read(raw), date(2026, 1, 31), {"use_to": "2026-05-02"}) == until


def test_until_when_a_paper_may_be_used_again() -> None:
    paper = PaperRule(key="x", name="Giấy xác nhận độc thân", valid_months=6)
    assert paper_until(paper, date(2026, 8, 31)) == date(2027, 2, 28)
    assert paper_until(PaperRule(key="x", name="Bản vẽ"), date(2026, 8, 31)) is None
