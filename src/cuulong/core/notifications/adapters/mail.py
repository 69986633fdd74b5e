"""Mail over SMTP: plain text beside simple HTML (thư điện tử)."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from cuulong.core.notifications.links import absolute_url
from cuulong.core.notifications.models import Delivery


class Mail:
    """Sends by Django's configured mail backend."""

    def send(self, delivery: Delivery) -> None:
        notification = delivery.notification
        with translation.override(notification.language):
            url = absolute_url(notification)
            action = _("Mở trên hệ thống")
            context = {"notification": notification, "action_url": url, "action": action}
            text = f"{notification.body}\n\n{action}: {url}\n" if url else f"{notification.body}\n"
            html = render_to_string("notifications/mail.html", context)
        mail = EmailMultiAlternatives(
            subject=notification.title,
            body=text,
            to=[notification.email],
            headers={"Message-ID": message_id(delivery), "Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(html, "text/html")
        mail.send()


def message_id(delivery: Delivery) -> str:
    """The same for every try, so that a mail sent twice is recognised."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{delivery.uuid}@{domain}>"
