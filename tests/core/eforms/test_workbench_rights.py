"""Who comes to the workbench of forms, and what the log keeps of it."""

# ruff: noqa: F401, F811 (fixtures that are imported)

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cuulong.core.audit.models import Event
from cuulong.core.eforms.actions import drafts
from cuulong.core.eforms.models import DraftEdit, FormDraft
from cuulong.core.people.acting import Acting

from .test_workbench import MACHINE, ROLES, account, officer, on_bench, press, published, url

pytestmark = pytest.mark.django_db

DOORS = (
    "new",
    "open",
    "build",
    "build_step",
    "build_question",
    "build_preview",
    "build_publish",
    "build_discard",
    "retire",
)
ARGUMENTS = {"new": (), "build_step": ("sample", "who"), "build_question": ("sample", "phone"), "retire": ("sample", 1)}


@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_build_forms_comes_to_the_workbench(account, published, monkeypatch, role):
    monkeypatch.setattr("cuulong.core.people.access.second_factor_at", lambda request: 1.0)
    person = account(role)
    may = role in ("procedure_controller", "administrator")
    drafts.open_draft(published.form, acting=MACHINE, at=timezone.now())
    client = Client()
    client.force_login(person)
    for door in DOORS:
        where = url(door, *ARGUMENTS.get(door, ("sample",)))
        answer = client.post(where) if door == "open" else client.get(where)
        assert (answer.status_code in (200, 302)) == may, door
        assert may or answer.status_code == 403
    acting, now = Acting.of(person), timezone.now()
    bench = FormDraft.objects.get()
    verbs = (
        lambda: drafts.change(bench, lambda s: ("x", {}), acting=acting, at=now),
        lambda: drafts.step_back(bench, -1, acting=acting),
        lambda: drafts.start_form("moi", "Mới", acting=acting, at=now),
        lambda: drafts.open_draft(published.form, acting=acting, at=now),
        lambda: drafts.retire_version(published, last_day=timezone.localdate(), acting=acting),
        lambda: drafts.discard(bench, acting=acting),
    )
    for verb in verbs:
        if may:
            verb()
        else:
            with pytest.raises(PermissionDenied):
                verb()


def test_citizens_and_strangers_stay_outside(published):
    for door in DOORS:
        answer = Client().get(url(door, *ARGUMENTS.get(door, ("sample",))))
        assert answer.status_code in (302, 405)
        assert answer.status_code == 405 or "login" in answer["Location"]


def test_the_log_says_who_did_what(officer, on_bench):
    press(officer, "sample", question_delete="phone")
    press(officer, "sample", undo="1")
    acts = list(Event.objects.filter(action__startswith="eforms.draft").order_by("pk").values_list("action", flat=True))
    assert acts == ["eforms.draft.opened", "eforms.draft.changed", "eforms.draft.undone"]
    said = Event.objects.get(action="eforms.draft.changed").details
    assert said == {"title": "Tờ khai thử", "what": "Xóa câu “Điện thoại”"}
    assert DraftEdit.objects.get(n=1).by == "Người procedure_controller"


def test_the_history_of_a_draft_does_not_grow_for_ever(on_bench, monkeypatch):
    monkeypatch.setattr(drafts, "EDITS_KEPT", 3)
    for n in range(8):
        drafts.change(on_bench, lambda s, n=n: (s.add_step(f"B{n}"), ("x", {}))[1], acting=MACHINE, at=timezone.now())
    assert on_bench.edits.count() == 4


def test_a_long_history_costs_no_more_questions_to_the_database(officer, on_bench):
    pages = [url("build", "sample"), url("build_question", "sample", "owner_name")]

    def asked() -> list[int]:
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as questions:
                officer.get(page)
            counts.append(len(questions))
        return counts

    def change(n: int) -> None:
        drafts.change(on_bench, lambda s: (s.add_step(f"B{n}"), ("x", {}))[1], acting=MACHINE, at=timezone.now())

    change(0)
    asked()  # what is read once is read
    short = asked()
    for n in range(1, 12):
        change(n)
    assert asked() == short
