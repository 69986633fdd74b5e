"""What signing declares to the house (khai báo)."""

from __future__ import annotations

import logging

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Expiry, Job, Kind, LogPhrase, MenuItem, Right, declare
from cuulong.design.help import register_help

from . import trust
from .models import Certificate, Issued
from .queries import MANAGE, SEAL, expiring, visible_to

# The libraries log the names in certificates; every finding reaches the reader by our own report.
for name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(name).setLevel(logging.CRITICAL)

declare(
    Right(code=MANAGE, title=_("Quản lý chứng thư số"), roles=frozenset({"administrator"}), scope="province"),
    Right(code=SEAL, title=_("Cấp số, đóng dấu"), roles=frozenset({"clerk"})),
    Kind(
        code=Certificate.ref_kind,
        title=_("Chứng thư số"),
        find=lambda uuid: Certificate.objects.filter(uuid=uuid).first(),
        url=lambda certificate: reverse("signatures:certificate", kwargs={"uuid": certificate.uuid}),
        visible_to=visible_to,
    ),
    Kind(
        code=Issued.ref_kind,
        title=_("Kết quả đã phát hành"),
        find=lambda uuid: Issued.objects.filter(uuid=uuid).first(),
        url=lambda issued: reverse("signatures:verify_issued", kwargs={"code": issued.code}),
    ),
    MenuItem(
        code="signatures",
        title=_("Chứng thư số"),
        group=_("Tài khoản"),
        url_name="signatures:certificates",
        icon="patch-check",
        order=850,
    ),
    Expiry(code="signatures.certificates", title=_("Chứng thư số sắp hết hạn"), items=expiring),
    LogPhrase(
        code="signatures.certificate.registered",
        sentence=_("Đăng ký chứng thư số của {holder}"),
        personal=frozenset({"holder"}),
    ),
    LogPhrase(
        code="signatures.certificate.revoked",
        sentence=_("Thu hồi chứng thư số của {holder}: {reason}"),
        personal=frozenset({"holder"}),
    ),
    LogPhrase(code="signatures.result.published", sentence=_("Phát hành {title} để tra cứu")),
    LogPhrase(code="signatures.result.withdrawn", sentence=_("Thu hồi {title}: {reason}")),
    Job(code="signatures.revocation_lists", cron="41 * * * *", run=trust.hourly),
)
register_help(
    "signatures:verify",
    _("Kiểm tra bằng cách nào?"),
    _("Tải tệp PDF gốc lên, hoặc gõ mã in cạnh mã QR trên giấy. Tệp tải lên được kiểm tra rồi bỏ, không lưu lại."),
)
register_help(
    "signatures:certificates",
    _("Chứng thư sắp hết hạn"),
    _("Gia hạn ở nơi cấp rồi báo quản trị đăng ký chứng thư mới. Văn bản đã ký bằng chứng thư cũ vẫn có giá trị."),
)
