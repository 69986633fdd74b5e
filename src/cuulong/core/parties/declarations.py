"""What parties declare to the house (khai báo)."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Kind, LoadStep, LogPhrase, Right, declare
from cuulong.lib.province import Province

from .demo import load_demo_citizens
from .models import Business, Citizen, Consent, Representation
from .queries import businesses_visible_to, citizens_visible_to

COUNTER = frozenset({"intake_officer", "post_intake_clerk", "centre_director"})

declare(
    Right(
        code="parties.register", title=_("Ghi nhận người dân, doanh nghiệp tại quầy"), roles=COUNTER, scope="province"
    ),
    Right(code="parties.see", title=_("Tra cứu người dân, doanh nghiệp tại quầy"), roles=COUNTER, scope="province"),
    Kind(
        code=Citizen.ref_kind,
        title=_("Người dân"),
        find=lambda uuid: Citizen.objects.filter(uuid=uuid).first(),
        find_many=lambda uuids: Citizen.objects.filter(uuid__in=uuids),
        visible_to=citizens_visible_to,
    ),
    Kind(
        code=Business.ref_kind,
        title=_("Doanh nghiệp"),
        find=lambda uuid: Business.objects.filter(uuid=uuid).first(),
        find_many=lambda uuids: Business.objects.filter(uuid__in=uuids),
        visible_to=businesses_visible_to,
    ),
    Kind(
        code=Representation.ref_kind,
        title=_("Đại diện"),
        find=lambda uuid: Representation.objects.filter(uuid=uuid).first(),
    ),
    Kind(
        code=Consent.ref_kind,
        title=_("Đồng ý xử lý dữ liệu"),
        find=lambda uuid: Consent.objects.filter(uuid=uuid).first(),
    ),
    LogPhrase(code="parties.citizen.registered", sentence=_("Ghi nhận người dân ({assurance})")),
    LogPhrase(code="parties.citizen.proven", sentence=_("Xác thực người dân qua định danh điện tử")),
    LogPhrase(code="parties.account.taken_over", sentence=_("Thu lại tài khoản cho người đã xác thực định danh")),
    LogPhrase(code="parties.business.registered", sentence=_("Ghi nhận doanh nghiệp")),
    LogPhrase(
        code="parties.representation.made",
        sentence=_("Ghi nhận {representative} là đại diện ({kind})"),
        personal=frozenset({"representative"}),
    ),
    LogPhrase(
        code="parties.representation.ended",
        sentence=_("Chấm dứt đại diện của {representative}"),
        personal=frozenset({"representative"}),
    ),
    LogPhrase(code="parties.consent.given", sentence=_("Đồng ý: {purpose}")),
    LogPhrase(code="parties.consent.withdrawn", sentence=_("Rút lại đồng ý: {purpose}")),
    LogPhrase(code="parties.contact.changed", sentence=_("Sửa thông tin liên hệ")),
    LoadStep(
        code="parties.demo",
        order=101,
        load=lambda: load_demo_citizens(Province(settings.PROVINCE_DIR)),
        demo=True,
    ),
)
