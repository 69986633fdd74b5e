"""The administrator mends what could not be delivered."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from cuulong.core.audit.models import Event
from cuulong.core.outbox import queries
from cuulong.core.outbox.jobs import defer, task
from cuulong.core.outbox.publish import publish
from cuulong.core.outbox.testing import run_jobs
from cuulong.core.people.testing import make_agency, make_official, sign_in
from tests.core.outbox.conftest import states
from tests.core.outbox.probe import Ticked

pytestmark = pytest.mark.django_db
LIST = reverse("outbox:dead_letters")


@task("probe.stumble")
def stumble() -> None:
    raise RuntimeError("over a stone")


@pytest.fixture
def administrator(client, db):
    return sign_in(client, make_official("quantri", make_agency("so-kh-cn"), "administrator"))


@pytest.fixture
def dead(probe, clock):
    with transaction.atomic():
        publish(Ticked(clock=clock, number=1, poison=True))
        publish(Ticked(clock=clock, number=2))
    run_jobs(ahead=True)
    return queries.dead_letters().get()


def test_an_empty_list_says_that_all_is_well(administrator):
    assert "Mọi sự kiện đã đến nơi nhận." in administrator.get(LIST).content.decode()


def test_a_dead_letter_shows_its_error_its_content_and_what_waits_behind_it(administrator, dead):
    assert "RuntimeError: the tick is poisonous" in administrator.get(LIST).content.decode()
    page = administrator.get(reverse("outbox:delivery", args=[dead.uuid])).content.decode()
    assert "probe.ticked" in page
    assert "&quot;number&quot;: 1" in page
    assert '<dd class="num">1</dd>' in page


def test_replaying_on_screen_delivers_it(administrator, dead, probe, tmp_path):
    (tmp_path / "traces.antidote").touch()
    administrator.post(reverse("outbox:replay", args=[dead.uuid]))
    run_jobs()
    assert probe() == [1, 2]
    again = administrator.post(reverse("outbox:replay", args=[dead.uuid]), follow=True)
    assert "không còn nằm trong danh sách lỗi" in again.content.decode()


def test_skipping_on_screen_asks_for_a_reason_first(administrator, dead, probe):
    address = reverse("outbox:skip", args=[dead.uuid])
    refused = administrator.post(address, {"reason": ""})
    assert refused.status_code == 422
    assert "Ghi lý do bỏ qua" in refused.content.decode()
    assert states() == ["dead", "held"]
    administrator.post(address, {"reason": "đã làm bằng tay"})
    run_jobs()
    assert states() == ["skipped", "done"]


def test_another_job_that_gave_up_can_be_run_again(administrator):
    defer(stumble)
    run_jobs(ahead=True)
    job = ProcrastinateJob.objects.get(status="failed")
    assert "probe.stumble" in administrator.get(LIST).content.decode()
    administrator.post(reverse("outbox:retry_job", args=[job.pk]))
    assert ProcrastinateJob.objects.get().status == "todo"
    assert Event.objects.get(action="outbox.job.retried").details == {"task": "probe.stumble", "job": job.pk}
    gone = administrator.post(reverse("outbox:retry_job", args=[0]), follow=True)
    assert "không còn nằm trong danh sách lỗi" in gone.content.decode()


def test_other_officials_are_not_let_in(client, db):
    sign_in(client, make_official("chuyenvien", make_agency("xa-a"), "specialist"))
    assert client.get(LIST).status_code == 403
