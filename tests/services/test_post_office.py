"""Staff of the postal service take in and give back in the place of officials, and nothing beside (bưu chính tiếp nhận)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from cuulong.core.people.acting import Forbidden
from cuulong.core.people.models import Account, Appointment
from cuulong.core.people.testing import sign_in
from cuulong.core.workflow.models import Step
from cuulong.core.workflow.places import still_holds, waiting_filter
from cuulong.core.workflow.rules import NotAllowed
from cuulong.systems.services.dossiers.actions.intake import accept
from cuulong.systems.services.dossiers.actions.result import hand_over
from cuulong.systems.services.dossiers.actions.step import step_of
from cuulong.systems.services.dossiers.actions.work import work
from cuulong.systems.services.dossiers.models import Returning, State

from .conftest import Make, who
from .test_paper_forms import issued_and_paid

CLERK = "lc.buuchinh"


def test_the_clerk_takes_in_what_waits_at_the_counter_and_the_log_names_the_clerk(dossier: Make, now: datetime) -> None:
    sent = dossier("sent", "khai-sinh-be-mau")
    step = step_of(sent)
    assert step in Step.objects.filter(waiting_filter(who(CLERK)), left_at=None)
    accepted = accept(sent, step, acting=who(CLERK), at=now, revision=None)
    assert accepted.state == State.ACCEPTED
    assert accepted.transitions.get(verb="accept").actor_name.startswith("Huỳnh Văn Gửi")


def test_the_clerk_gives_a_result_back(dossier: Make, now: datetime) -> None:
    issued = issued_and_paid(dossier)
    hand_over(issued, step_of(issued), acting=who(CLERK), at=now, revision=None, signed="paper")
    assert Returning.objects.get().by.startswith("Huỳnh Văn Gửi")


def test_the_clerk_does_nobody_elses_work(dossier: Make, now: datetime) -> None:
    accepted = dossier("accepted")
    with pytest.raises((NotAllowed, Forbidden)):
        work(accepted, step_of(accepted), "assign", note="", acting=who(CLERK), at=now, revision=None)
    elsewhere = dossier("sent", "khoai-lang-say")
    if elsewhere.intake_agency != Appointment.objects.get(account__username=CLERK).agency:
        with pytest.raises((NotAllowed, Forbidden)):
            accept(elsewhere, step_of(elsewhere), acting=who(CLERK), at=now, revision=None)


def test_a_step_that_the_clerk_took_on_stays_the_clerks(dossier: Make, now: datetime) -> None:
    step = step_of(dossier("sent", "khai-sinh-be-mau"))
    clerk = Account.objects.get(username=CLERK)
    assert still_holds(clerk, "intake_officer", now.date())
    assert not still_holds(clerk, "specialist", now.date())
    step.assignee = clerk
    step.save()
    waiting = Step.objects.filter(pk=step.pk)
    assert waiting.filter(waiting_filter(who(CLERK))).exists()
    assert not waiting.filter(waiting_filter(who("lc.tiepnhan"))).exists()
    Appointment.objects.filter(account=clerk).delete()
    assert waiting.filter(waiting_filter(who("lc.tiepnhan"))).exists()


@pytest.mark.parametrize("route", ["counter", "queue", "visits", "slips", "paper_forms", "dossiers"])
def test_the_screens_of_the_counter_are_the_clerks_too(province: None, route: str) -> None:
    assert sign_in(Client(), Account.objects.get(username=CLERK)).get(reverse(f"services:{route}")).status_code == 200


@pytest.mark.parametrize("route", ["queue_devices", "dashboard", "listings", "saturdays", "reassign"])
def test_other_screens_stay_closed(province: None, route: str) -> None:
    assert sign_in(Client(), Account.objects.get(username=CLERK)).get(reverse(f"services:{route}")).status_code == 403
