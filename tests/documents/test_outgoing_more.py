"""Several at once, opinions, mail, screens and search of outgoing documents (văn bản đi, phần còn lại)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cuulong.core.outbox.testing import run_jobs
from cuulong.core.people.models import Account
from cuulong.core.people.testing import sign_in
from cuulong.core.search.find import find
from cuulong.core.signatures import demo_ca
from cuulong.core.workflow.models import Step
from cuulong.systems.documents.outgoing.actions.batch import forward_many, sign_many
from cuulong.systems.documents.outgoing.actions.details import To, set_recipients
from cuulong.systems.documents.outgoing.actions.opinions import answer_opinion, ask_opinion
from cuulong.systems.documents.outgoing.actions.step import step_of
from cuulong.systems.documents.outgoing.actions.told import hear_status
from cuulong.systems.documents.outgoing.actions.withdraw import recall

from .offices import (
    CLERK,
    DRAFTER,
    HEAD,
    LEADER,
    SUBJECT,
    agency,
    before_signer,
    drafted,
    go,
    issued,
    put_seal,
    put_signature,
    signed,
    ward,  # noqa: F401
    who,
)

pytestmark = pytest.mark.usefixtures("ward")


def test_several_are_sent_on_and_signed_at_once_and_each_tells_its_own_outcome() -> None:
    now = timezone.now()
    one, other = go(drafted(), "submit", DRAFTER), drafted(subject="việc khác")
    told = forward_many([(one, step_of(one), "approve"), (other, step_of(other), "approve")], acting=who(HEAD), at=now)
    assert [bool(each.problem) for each in told] == [False, True]
    go(one, "form_is_right", CLERK)
    first = signed(subject="đã ký rồi")
    told = sign_many([(one, step_of(one)), (first, step_of(first))], pin=demo_ca.PIN, acting=who(LEADER), at=now)
    assert [bool(each.problem) for each in told] == [False, True]
    one.refresh_from_db()
    assert one.state == "signed"


def test_an_opinion_is_asked_beside_the_step_and_stays_with_the_version() -> None:
    made, now = drafted(), timezone.now()
    office = agency("commune-29551--van-phong")
    step = step_of(made)
    ask_opinion(
        made,
        step,
        agency=office,
        question="Có vướng không?",
        due_at=now + timedelta(days=2),
        acting=who(DRAFTER),
        at=now,
    )
    asked = Step.objects.get(case__subject_uuid=made.uuid, kind="opinion")
    answer_opinion(made, asked, text="Không vướng.", acting=who("lc.hotich"), at=now)
    assert made.versions.get().remarks.get().text == "Không vướng."


def test_mail_goes_once_with_the_sealed_file_and_paper_is_the_clerks() -> None:
    made = drafted()
    to = [To(name="Hộ mẫu", email="ho@example.com"), To(name="Bản giấy mẫu")]
    set_recipients(made, to, paper_copies=1, acting=who(DRAFTER), at=timezone.now())
    for key, username in (("submit", DRAFTER), ("approve", HEAD), ("form_is_right", CLERK)):
        go(made, key, username)
    done = put_seal(put_signature(made))
    run_jobs(ahead=True)
    assert [message.to for message in mail.outbox] == [["ho@example.com"]]
    assert mail.outbox[0].attachments[0][1].startswith(b"%PDF")
    assert set(done.outgoing.recipients.values_list("delivery", flat=True)) == {"sent"}


def test_each_recipient_of_a_recall_answers_for_itself() -> None:
    made = issued()
    run_jobs(ahead=True)
    recall(made, "Sai đối tượng", acting=who(CLERK), at=timezone.now())
    one = made.outgoing.recipients.get()
    assert one.packet is not None
    hear_status(one.packet, "16", "Đã thi hành", at=timezone.now())
    hear_status(one.packet, "16", "Đã thi hành", at=timezone.now())
    one.refresh_from_db()
    assert (one.delivery, one.told) == ("received", "Đã thi hành")
    assert made.movements.filter(verb="received_by").count() == 1


@pytest.mark.parametrize("typed", ["1/UBND-KT", "01/ubnd-kt", "Số: 01/UBND-KT"])
def test_a_number_typed_in_any_usual_way_finds_it_for_who_may_read_it(typed: str) -> None:
    made = issued()
    assert [hit.ref for hit in find(who(CLERK), typed).items] == [made.ref]
    assert find(who("lc.tiepnhan"), typed).items == ()


def test_screens_open_for_who_may_read_and_stay_shut_for_the_others() -> None:
    made = before_signer()
    names = ["outgoing", "outgoing_image", "outgoing_pdf", "outgoing_versions"]
    leader = sign_in(Client(), Account.objects.get(username=LEADER))
    stranger = sign_in(Client(), Account.objects.get(username="cn.vanthu"))
    for name in names:
        address = reverse(f"documents:{name}", args=[made.uuid])
        assert leader.get(address).status_code == 200, name
        assert stranger.get(address).status_code == 404, name
    assert SUBJECT in leader.get(reverse("documents:outgoing_list")).content.decode()
    assert SUBJECT not in stranger.get(reverse("documents:outgoing_list")).content.decode()
    assert SUBJECT in leader.get(reverse("documents:outgoing_batch")).content.decode()
