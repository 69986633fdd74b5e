"""What the part of feedback declares to the house: roles, rights, doors, jobs (khai báo)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Job, Kind, LoadStep, MenuItem, Right, Role, Subscription, Worklist, declare
from cuulong.lib.province import Province
from cuulong.published.facts import payments, services

from . import erasing, help, indicators, messages, phrases, samples, subscribers, worklist
from .actions.receive import forget_unconfirmed
from .actions.retain import every_night
from .data_classes import MANAGE
from .demo import load_demo_feedback
from .models import Complaint, Denunciation, Rating, Suggestion
from .models.complaint import HANDLE as COMPLAINTS
from .models.denunciation import HANDLE as DENUNCIATIONS
from .models.suggestion import HANDLE as SUGGESTIONS

PARTS = (erasing, help, indicators, messages, phrases, samples)  # each declares its own when it is read


def _kind(model: Any, url: Any = None) -> Kind:
    return Kind(
        code=model.ref_kind,
        title=model._meta.verbose_name,
        find=lambda uuid: model.objects.filter(uuid=uuid).first(),
        url=url,
        visible_to=lambda acting: model.objects.visible_to(acting),
    )


def _own(case: Any) -> str:
    return reverse("services:own_feedback", args=[case.says, case.uuid])


declare(
    # Who reads denunciations shows a second factor, as those who administer do.
    Role(code="complaint_officer", title=_("Cán bộ giải quyết khiếu nại")),
    Role(code="denunciation_handler", title=_("Cán bộ xử lý tố cáo"), administers=True),
    Right(
        code=SUGGESTIONS,
        title=_("Trả lời phản ánh, kiến nghị"),
        roles=frozenset({"procedure_controller", "chief_of_office", "head_of_division", "centre_director"}),
    ),
    Right(
        code="services.suggestion.publish",
        title=_("Công khai trả lời phản ánh, kiến nghị"),
        roles=frozenset({"procedure_controller", "chief_of_office", "centre_director"}),
    ),
    Right(code=COMPLAINTS, title=_("Giải quyết khiếu nại"), roles=frozenset({"complaint_officer", "signer"})),
    Right(code="services.complaint.decide", title=_("Ra quyết định giải quyết khiếu nại"), roles=frozenset({"signer"})),
    Right(code=DENUNCIATIONS, title=_("Xử lý tố cáo"), roles=frozenset({"denunciation_handler"})),
    Right(
        code="services.satisfaction.officers",
        title=_("Xem đánh giá theo cán bộ"),
        roles=frozenset({"centre_director", "head_of_division", "signer"}),
    ),
    Right(
        code=MANAGE,
        title=_("Xem và giữ lại dữ liệu đến hạn xóa"),
        roles=frozenset({"chief_of_office", "procedure_controller"}),
        scope="province",
    ),
    _kind(Suggestion, _own),
    _kind(Complaint, _own),
    _kind(Denunciation),
    _kind(Rating),
    MenuItem(
        code="services.suggestions",
        title=_("Phản ánh, kiến nghị"),
        short=_("Phản ánh"),
        group=_("Một cửa"),
        url_name="services:suggestions",
        icon="chat-left-text",
        right=SUGGESTIONS,
        order=60,
        count=worklist.count_suggestions,
    ),
    MenuItem(
        code="services.complaints",
        title=_("Khiếu nại"),
        group=_("Một cửa"),
        url_name="services:complaints",
        icon="file-earmark-text",
        right=COMPLAINTS,
        order=61,
        count=worklist.count_complaints,
    ),
    MenuItem(
        code="services.denunciations",
        title=_("Tố cáo"),
        group=_("Một cửa"),
        url_name="services:denunciations",
        icon="shield-lock",
        right=DENUNCIATIONS,
        order=62,
        count=worklist.count_denunciations,
    ),
    MenuItem(
        code="services.satisfaction",
        title=_("Mức độ hài lòng"),
        short=_("Phiếu đánh giá"),
        group=_("Một cửa"),
        url_name="services:satisfaction",
        icon="star",
        right="services.steer",
        order=54,
    ),
    MenuItem(
        code="services.retention",
        title=_("Lưu giữ, xóa dữ liệu"),
        short=_("Lưu giữ"),
        group=_("Một cửa"),
        url_name="services:retention",
        icon="trash",
        right=MANAGE,
        order=63,
    ),
    Worklist(
        code="services.suggestions",
        title=_("Phản ánh chờ trả lời"),
        items=worklist.suggestions,
        count=worklist.count_suggestions,
        order=30,
    ),
    Worklist(
        code="services.complaints",
        title=_("Khiếu nại chờ giải quyết"),
        items=worklist.complaints,
        count=worklist.count_complaints,
        order=31,
    ),
    Worklist(
        code="services.denunciations",
        title=_("Tố cáo chờ xử lý"),
        items=worklist.denunciations,
        count=worklist.count_denunciations,
        order=32,
    ),
    Subscription(code="services.tell.sent", fact=services.DossierSent, handler=subscribers.tell_sent),
    Subscription(code="services.tell.withdrawn", fact=services.DossierWithdrawn, handler=subscribers.tell_withdrawn),
    Subscription(code="services.tell.stopped", fact=services.ClockStopped, handler=subscribers.tell_stopped),
    Subscription(code="services.tell.issued", fact=services.ResultIssued, handler=subscribers.tell_issued),
    Subscription(code="services.tell.returned", fact=services.ResultReturned, handler=subscribers.tell_returned),
    Subscription(code="services.tell.overpaid", fact=services.FeeOverpaid, handler=subscribers.tell_overpaid),
    Subscription(code="services.tell.paid", fact=payments.ChargePaid, handler=subscribers.tell_paid),
    Job(code="services.erase_due", cron="40 2 * * *", run=every_night),
    Job(code="services.forget_unconfirmed", cron="20 2 * * *", run=forget_unconfirmed),
    Job(code="services.apologise", cron="5 * * * *", run=subscribers.apologise),
    LoadStep(
        code="services.demo_feedback",
        order=220,
        load=lambda: load_demo_feedback(Province(settings.PROVINCE_DIR)),
        demo=True,
    ),
)
