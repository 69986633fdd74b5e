"""People are told in their words and by their ways, and a verb never fails for it."""

from __future__ import annotations

import json
import logging
import os
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from cuulong.core.notifications import queries
from cuulong.core.notifications.models import Delivery, Notification, QuietHours, Template
from cuulong.core.notifications.notify import Recipient, notify
from cuulong.core.outbox.testing import run_jobs
from cuulong.lib.facts import Ref
from cuulong.lib.ids import uuid7

pytestmark = pytest.mark.django_db

DUE = datetime(2026, 11, 27, 17, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
CONTEXT = {"code": "H61.01-261124-0001", "name": "bà Lan", "due": DUE, "papers": []}


def tell(*recipients: Recipient, **more: object) -> None:
    with transaction.atomic():
        notify("probe.accepted", to=recipients, subject=Ref("probe.paper", uuid7()), context=CONTEXT | more)


def by_channel() -> dict[str, str]:
    return dict(Delivery.objects.values_list("channel", "state"))


@pytest.fixture(autouse=True)
def _no_quiet(db, outgoing):
    QuietHours.objects.all().delete()


def test_a_person_sees_the_message_at_once_and_the_mail_follows(lan, postman):
    tell(Recipient(lan))
    message = queries.own(lan).get()
    assert message.title == "Đã tiếp nhận H61.01-261124-0001"
    assert message.body == "Kính gửi bà Lan. Hẹn trả 17:00 27/11/2026."
    assert queries.unread_count(lan) == 1
    assert postman.mails == []
    run_jobs()
    assert by_channel() == {"in_app": "sent", "email": "sent", "sms": "sent"}
    (mail,) = postman.mails
    assert mail["Subject"] == message.title
    assert mail["To"] == "lan@example.test"
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert "Hẹn trả 17:00 27/11/2026." in text.get_content()
    assert "<h1>Đã tiếp nhận H61.01-261124-0001</h1>" in html.get_content()


def test_a_mail_names_the_delivery_so_that_a_second_copy_is_recognised(lan, postman):
    tell(Recipient(lan))
    run_jobs()
    assert postman.mails[0]["Message-ID"].startswith(f"<{Delivery.objects.get(channel='email').uuid}@")


def test_what_somebody_typed_is_escaped_in_html_mail(lan, postman):
    tell(Recipient(lan), name="<script>alert(1)</script>")
    run_jobs()
    assert "<script>" not in postman.mails[0].get_body(("html",)).get_content()


def test_a_mail_server_that_is_away_gets_the_mail_later_once(lan, postman):
    postman.refusals = 2
    tell(Recipient(lan))
    run_jobs()
    assert by_channel()["email"] == "waiting"
    run_jobs(ahead=True)
    assert by_channel()["email"] == "sent"
    assert len(postman.mails) == 1


def test_after_eight_tries_a_mail_is_left_failed_and_the_log_knows_no_address(lan, postman, caplog):
    postman.refusals = 99
    tell(Recipient(lan))
    with caplog.at_level(logging.INFO):
        run_jobs(ahead=True)
    delivery = queries.failed().get()
    assert delivery.attempts == 8
    assert delivery.last_error == "SMTPDataError"
    ours = [
        record.getMessage() + str(record.__dict__.get("error")) for record in caplog.records if "message" in record.msg
    ]
    assert ours
    assert not any("example.test" in line or "Lan" in line for line in ours)


def test_somebody_without_an_account_is_told_by_mail_and_text(postman, outgoing):
    tell(Recipient(email="ong.ba@example.test", phone="0987654321"))
    run_jobs()
    assert by_channel() == {"in_app": "no_address", "email": "sent", "sms": "sent"}
    (file,) = (outgoing / "sms").glob("*.json")
    assert json.loads(file.read_text())["to"] == "0987654321"


def test_a_verb_that_fails_tells_nobody(lan, postman):
    @transaction.atomic
    def verb() -> None:
        notify("probe.accepted", to=[Recipient(lan)], context=CONTEXT)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        verb()
    run_jobs()
    assert not Notification.objects.exists()
    assert postman.mails == []


def test_a_message_nobody_declared_does_not_break_the_verb(lan, caplog):
    with transaction.atomic():
        notify("probe.unheard_of", to=[Recipient(lan)])
        lan.full_name = "Lan"
        lan.save()
    assert "message not written" in caplog.text


class CutOff(Recipient):
    """Somebody at whose address the database is lost."""

    def address(self, channel: str) -> str:
        pid = connection.connection.info.backend_pid
        with psycopg.connect(os.environ["CUULONG_ADMIN_DATABASE_URL"], autocommit=True) as admin:
            admin.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        return super().address(channel)


@pytest.mark.django_db(transaction=True)
def test_a_verb_that_loses_the_database_while_telling_somebody_does_not_seem_done(lan):
    @transaction.atomic
    def rename() -> None:
        lan.full_name = "Lan của ngày mai"
        lan.save()
        notify("probe.accepted", to=[CutOff(lan)], context=CONTEXT)

    with pytest.raises(OperationalError):
        rename()
    lan.refresh_from_db()
    assert lan.full_name != "Lan của ngày mai"


def test_a_broken_edited_template_gives_way_to_the_declared_wording(lan):
    Template.objects.create(message="probe.accepted", language="vi", title="{% load x %}", body="x")
    tell(Recipient(lan))
    assert queries.own(lan).get().title == "Đã tiếp nhận H61.01-261124-0001"


def test_each_reader_gets_the_wording_of_their_language(lan, john):
    Template.objects.create(message="probe.accepted", language="en", title="Accepted {{ code }}", body="Due {{ due }}.")
    tell(Recipient(lan), Recipient(john))
    assert queries.own(lan).get().title == "Đã tiếp nhận H61.01-261124-0001"
    assert queries.own(john).get().title == "Accepted H61.01-261124-0001"


def test_everything_told_about_one_dossier_can_be_listed(lan, john):
    dossier = Ref("probe.paper", uuid7())
    notify("probe.accepted", to=[Recipient(lan), Recipient(john)], subject=dossier, context=CONTEXT)
    assert [told.account for told in queries.told_about(dossier)] == [lan, john]


def test_a_text_message_waits_for_the_end_of_quiet_hours(lan, postman, outgoing):
    now = timezone.localtime().replace(second=0, microsecond=0)
    over = now + timedelta(hours=2)
    QuietHours.objects.create(channel="sms", begins=(now - timedelta(hours=1)).time(), ends=over.time())
    tell(Recipient(lan))
    run_jobs()
    waiting = Delivery.objects.get(channel="sms")
    assert (waiting.state, waiting.not_before) == ("waiting", over)
    assert by_channel()["email"] == "sent"
    run_jobs(ahead=True)
    assert by_channel()["sms"] == "sent"
