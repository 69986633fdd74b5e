"""What people and administrators see of messages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cuulong.core.audit.models import Event
from cuulong.core.notifications import queries
from cuulong.core.notifications.models import QuietHours, Template
from cuulong.core.notifications.notify import Recipient, notify
from cuulong.core.notifications.wording import in_force
from cuulong.core.people.testing import make_agency, make_official, sign_in

pytestmark = pytest.mark.django_db

EDIT = ["probe.accepted", "vi"]


@pytest.fixture
def lan_signed_in(client, lan):
    notify("probe.accepted", to=[Recipient(lan)] * 3, context={"code": "H61", "name": "bà Lan", "due": "mai"})
    return sign_in(client, lan)


@pytest.fixture
def administrator(client, db):
    return sign_in(client, make_official("quantri", make_agency("so-kh-cn"), "administrator"))


def test_a_citizen_sees_their_messages_and_how_many_are_unread(lan_signed_in):
    page = lan_signed_in.get(reverse("notifications:own")).content.decode()
    assert "3 tin chưa đọc" in page
    assert page.count("Đã tiếp nhận H61") == 3


def test_opening_a_message_marks_it_read(lan_signed_in, lan):
    message = queries.own(lan).first()
    page = lan_signed_in.get(reverse("notifications:one", args=[message.uuid])).content.decode()
    assert "Kính gửi bà Lan." in page
    assert queries.unread_count(lan) == 2


def test_nobody_opens_the_message_of_another(lan_signed_in, lan, john, client):
    message = queries.own(lan).first()
    client.logout()
    sign_in(client, john)
    assert client.get(reverse("notifications:one", args=[message.uuid])).status_code == 404


def test_all_can_be_marked_read_at_once(lan_signed_in, lan):
    lan_signed_in.post(reverse("notifications:read_all"))
    assert queries.unread_count(lan) == 0


def test_a_visitor_is_asked_to_sign_in(client, db):
    answer = client.get(reverse("notifications:own"))
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


def test_the_list_costs_the_same_for_three_messages_and_for_thirty(lan_signed_in, lan):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries_run:
            lan_signed_in.get(reverse("notifications:own"))
        return len(queries_run)

    few = cost()
    notify("probe.accepted", to=[Recipient(lan)] * 27, context={"code": "H61", "name": "bà Lan", "due": "mai"})
    assert cost() == few


def test_an_administrator_sees_every_message_of_the_house(administrator):
    page = administrator.get(reverse("notifications:templates")).content.decode()
    assert "probe.accepted" in page
    assert "Trên hệ thống, Thư điện tử, Tin nhắn SMS" in page


def test_a_new_wording_is_seen_before_it_is_saved(administrator):
    typed = {"title": "Xong {{ code }}", "body": "Chào {{ name }}", "preview": "1"}
    page = administrator.post(reverse("notifications:template", args=EDIT), typed).content.decode()
    assert "Xong ‹code›" in page
    assert not Template.objects.exists()


def test_a_saved_wording_is_used_from_now_on_and_is_on_record(administrator, lan):
    administrator.post(
        reverse("notifications:template", args=EDIT), {"title": "Xong {{ code }}", "body": "Chào", "save": "1"}
    )
    notify("probe.accepted", to=[Recipient(lan)], context={"code": "H61"})
    assert queries.own(lan).get().title == "Xong H61"
    assert Event.objects.get(action="notifications.template.changed").details["message"] == "probe.accepted"


def test_a_wrong_wording_is_refused_and_kept_as_typed(administrator):
    typed = {"title": "Xong", "body": "Số {{ cccd }}", "save": "1"}
    answer = administrator.post(reverse("notifications:template", args=EDIT), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Tin này không có trường cccd." in page
    assert "Số {{ cccd }}" in page
    assert not Template.objects.exists()


def test_the_declared_wording_can_be_restored(administrator):
    Template.objects.create(message="probe.accepted", language="vi", title="Khác", body="Khác")
    administrator.post(reverse("notifications:template", args=EDIT), {"restore": "1", "title": "", "body": ""})
    assert not Template.objects.exists()


def test_the_controlling_officer_plans_a_wording_and_until_its_day_the_old_one_is_used(client, lan):
    sign_in(client, make_official("kiemsoat", make_agency("vp-ubnd"), "procedure_controller"))
    address, tomorrow = reverse("notifications:template", args=EDIT), timezone.localdate() + timedelta(days=1)
    first = {"title": "Cũ {{ code }}", "body": "Cũ", "save": "1"}
    client.post(address, first)
    later = {"title": "Mới {{ code }}", "body": "Mới", "valid_from": f"{tomorrow:%d/%m/%Y}", "save": "1"}
    page = client.post(address, later, follow=True).content.decode()
    assert "chưa tới ngày" in page
    notify("probe.accepted", to=[Recipient(lan)], context={"code": "H61"})
    assert queries.own(lan).get().title == "Cũ H61"
    assert in_force("probe.accepted", "vi", tomorrow).title == "Mới {{ code }}"


def test_a_wording_does_not_begin_yesterday(administrator):
    yesterday = timezone.localdate() - timedelta(days=1)
    typed = {"title": "Xong", "body": "x", "valid_from": f"{yesterday:%d/%m/%Y}", "save": "1"}
    answer = administrator.post(reverse("notifications:template", args=EDIT), typed)
    assert answer.status_code == 422
    assert "Ngày bắt đầu đã qua" in answer.content.decode()


def test_restoring_keeps_what_was_said_before(administrator, lan):
    before = timezone.localdate() - timedelta(days=3)
    Template.objects.create(message="probe.accepted", language="vi", valid_from=before, title="Khác", body="Khác")
    administrator.post(reverse("notifications:template", args=EDIT), {"restore": "1", "title": "", "body": ""})
    assert in_force("probe.accepted", "vi", before).title == "Khác"
    assert in_force("probe.accepted", "vi", timezone.localdate()) is None
    notify("probe.accepted", to=[Recipient(lan)], context={"code": "H61"})
    assert queries.own(lan).get().title == "Đã tiếp nhận H61"


def test_quiet_hours_are_set_and_lifted(administrator):
    address = reverse("notifications:quiet_hours")
    assert 'value="21:00"' in administrator.get(address).content.decode()
    hours = {"sms-begins": "22:00", "sms-ends": "06:30", "zalo-begins": "", "zalo-ends": ""}
    administrator.post(address, hours)
    assert [str(span) for span in QuietHours.objects.all()] == ["sms 22:00-06:30"]


def test_half_a_span_of_quiet_hours_is_refused(administrator):
    hours = {"sms-begins": "22:00", "sms-ends": "", "zalo-begins": "", "zalo-ends": ""}
    answer = administrator.post(reverse("notifications:quiet_hours"), hours)
    assert answer.status_code == 422
    assert "Ghi cả hai giờ, hoặc để trống cả hai." in answer.content.decode()


def test_other_officials_do_not_edit_templates(client, db):
    sign_in(client, make_official("chuyenvien", make_agency("xa-a"), "specialist"))
    assert client.get(reverse("notifications:templates")).status_code == 403
