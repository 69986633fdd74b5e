"""A form built on screen, and the procedure that asks by it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cuulong.core.eforms.actions import drafts
from cuulong.core.eforms.builder.sheet import Sheet
from cuulong.core.eforms.facts import FormPublished
from cuulong.core.eforms.models import FormVersion
from cuulong.core.parties.models import Citizen
from cuulong.core.registry import PrefillSource
from cuulong.lib.province import Province
from cuulong.systems.services.catalogue.actions.load_procedures import load_procedures
from cuulong.systems.services.catalogue.queries import published
from cuulong.systems.services.catalogue.rules import papers_wanted
from cuulong.systems.services.catalogue.slots import with_slots
from cuulong.systems.services.dossiers import known
from cuulong.systems.services.dossiers.models import Dossier
from cuulong.systems.services.subscribers import follow_form

from .conftest import Make, version_of, who

CODE = "1.013225"
OFFICER = "tinh.kiemsoat"


def add_question(sheet: Sheet) -> tuple[str, dict[str, Any]]:
    """What the officer does on the workbench, in one go."""
    step = sheet.steps[0]["key"]
    path = sheet.add_question("integer", "Số phòng", step=step)
    sheet.set_prefill(path, f"earlier.{path}")
    total = sheet.add_question("computed", "Gấp đôi số phòng", step=step)
    sheet.question(total)["x-compute"] = "so_phong * 2"
    slot = sheet.paper(sheet.add_paper("Ảnh mặt tiền"))
    slot |= {"required": "when", "when": {"field": path, "op": "above", "value": 3}}
    return "x", {}


def publish(valid_from: Any = None) -> FormVersion:
    acting, now = who(OFFICER), timezone.now()
    draft = drafts.open_draft(version_of(CODE).form.form, acting=acting, at=now)
    draft = drafts.change(draft, add_question, acting=acting, at=now)
    day = valid_from or timezone.localdate()
    made = drafts.publish_draft(draft, valid_from=day, acting=acting, at=now)
    follow_form(FormPublished(subject=made.form.ref, wording=made.ref, valid_from=day))
    return made


def test_the_procedure_asks_by_the_new_form_and_a_filed_dossier_keeps_its_own(dossier: Make) -> None:
    old = dossier("sent")
    made = publish()
    assert version_of(CODE).form == made
    old.refresh_from_db()
    assert old.version.form != made
    assert "so_phong" not in old.version.form.shape.fields


def test_a_slot_of_the_form_is_asked_among_the_papers_of_the_procedure(province: None) -> None:
    def asked(answers: dict[str, Any]) -> list[str]:
        return [paper.key for paper in papers_wanted(version_of(CODE).rules, {"channel": "online"} | answers)]

    before = asked({})
    made = publish()
    assert asked({"so_phong": 3}) == before
    assert sorted(asked({"so_phong": 4})) == sorted([*before, "anh_mat_tien"])
    load_procedures(Province(settings.PROVINCE_DIR))
    assert sorted(asked({"so_phong": 4})) == sorted([*before, "anh_mat_tien"])
    assert with_slots(version_of(CODE).definition, {}, instead_of=made.layout)["papers"] == [
        paper for paper in version_of(CODE).definition["papers"] if paper["key"] != "anh_mat_tien"
    ]


def test_a_form_for_tomorrow_waits_until_tomorrow(province: None) -> None:
    before = version_of(CODE)
    tomorrow = timezone.localdate() + timedelta(days=1)
    made = publish(tomorrow)
    assert version_of(CODE) == before
    assert published(tomorrow).get(procedure__code=CODE).form == made


def test_following_twice_makes_one_version(province: None) -> None:
    made = publish()
    follow_form(FormPublished(subject=made.form.ref, wording=made.ref, valid_from=timezone.localdate()))
    assert version_of(CODE).procedure.versions.filter(form=made).count() == 1


def test_laying_the_province_again_keeps_what_officers_made(province: None) -> None:
    made = publish()
    load_procedures(Province(settings.PROVINCE_DIR))
    assert version_of(CODE).form == made
    assert made.form.versions.count() == 2


def test_answers_are_filled_in_from_the_earlier_dossier_and_from_shared_data(
    dossier: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = publish()
    old = dossier("sent")
    Dossier.objects.filter(pk=old.pk).update(answers=old.answers | {"so_phong": 4})
    citizen = Citizen.objects.get(pk=old.citizen_id)
    assert known.looked_up(made, citizen)["earlier.so_phong"] == 4
    other = Citizen.objects.exclude(pk=citizen.pk).first()
    assert "earlier.so_phong" not in known.looked_up(made, other)
    source = PrefillSource(code="shared.house.rooms", title="Số phòng", find=lambda party: f"{party.kind} 5")
    monkeypatch.setattr(known, "declared", lambda kind: {source.code: source})
    made.layout["prefill"] = {"so_phong": source.code}
    fresh = FormVersion(form=made.form, n=9, schema=made.schema, layout=made.layout)
    assert known.looked_up(fresh, citizen) == {"shared.house.rooms": f"{citizen.ref_kind} 5"}


def test_computed_answers_are_kept_with_the_draft(dossier: Make) -> None:
    publish()
    draft = dossier("draft")
    client = Client()
    client.force_login(draft.account)
    step = draft.version.form.shape.steps[0]
    page = reverse("services:page", args=[draft.uuid, step.key])
    typed = {key: str(value) for key, value in draft.answers.items() if isinstance(value, str)}
    answer = client.post(page, typed | {"so_phong": "3", "gap_doi_so_phong": "99"})
    assert answer.status_code == 302, answer.content.decode()
    draft.refresh_from_db()
    assert (draft.answers["so_phong"], draft.answers["gap_doi_so_phong"]) == (3, 6)
