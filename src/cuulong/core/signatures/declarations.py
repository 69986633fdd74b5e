"""What signing declares to the house (khai báo)."""

from __future__ import annotations

import logging

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Expiry, Job, Kind, LoadStep, LogPhrase, MenuItem, Message, Right, declare
from cuulong.design.help import register_help
from cuulong.lib.province import Province

from . import trust
from .deferred import forget_late
from .ledger import indicators  # noqa: F401 - declares the figures
from .ledger.demo import load_requests
from .ledger.load import load_history
from .ledger.notices import ENDING, tell_daily
from .ledger.queries import requests_visible_to
from .models import Certificate, CertificateRequest, Issued, Preserved
from .preserving import renew_due
from .queries import MANAGE, REQUEST, SEAL, SEE, expiring, visible_to

# The libraries log the names in certificates; every finding reaches the reader by our own report.
for name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(name).setLevel(logging.CRITICAL)

declare(
    Right(code=MANAGE, title=_("Quản lý chứng thư số"), roles=frozenset({"administrator"}), scope="province"),
    Right(code=SEE, title=_("Xem sổ chứng thư số"), roles=frozenset({"administrator", "auditor"}), scope="province"),
    Right(code=REQUEST, title=_("Đề nghị cấp chứng thư số"), roles=frozenset({"clerk", "chief_of_office"})),
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
    Kind(
        code=CertificateRequest.ref_kind,
        title=_("Đề nghị cấp chứng thư số"),
        find=lambda uuid: CertificateRequest.objects.filter(uuid=uuid).first(),
        url=lambda request: request.url,
        visible_to=requests_visible_to,
    ),
    Kind(
        code=Preserved.ref_kind,
        title=_("Tệp được bảo quản chữ ký"),
        find=lambda uuid: Preserved.objects.filter(uuid=uuid).first(),
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
    LogPhrase(code="signatures.file.preserved", sentence=_("Đóng dấu thời gian lưu trữ cho {name}")),
    LogPhrase(code="signatures.notices.set", sentence=_("Đặt mốc báo hết hạn chứng thư số: {days} ngày")),
    LogPhrase(
        code="signatures.certificates.imported",
        sentence=_("Nhập sổ chứng thư số: {taken} dòng nhận, {refused} dòng lỗi"),
    ),
    Job(code="signatures.revocation_lists", cron="41 * * * *", run=trust.hourly),
    Job(code="signatures.ending", cron="20 6 * * *", run=tell_daily),
    Job(code="signatures.forget_late", cron="*/10 * * * *", run=forget_late),
    Job(code="signatures.preserve", cron="50 2 * * *", run=renew_due),
    Message(
        code=ENDING,
        title=_("Chứng thư số sắp hết hạn"),
        subject=_("Chứng thư số của {{ subject }} còn {{ left }} ngày"),
        body=_(
            "Chứng thư số của {{ subject }} hết hạn ngày {{ day }}, còn {{ left }} ngày. Đề nghị gia hạn "
            "trước ngày đó để không gián đoạn việc ký; văn bản đã ký vẫn có giá trị."
        ),
    ),
    LoadStep(
        code="signatures.history", order=40, load=lambda: load_history(Province(settings.PROVINCE_DIR)), demo=True
    ),
    LoadStep(code="signatures.requests", order=110, load=load_requests, demo=True),
)
for code, sentence in (
    ("signatures.request.asked", _("Đề nghị cấp chứng thư số cho {holder}: {reason}")),
    ("signatures.request.approved", _("Duyệt đề nghị cấp chứng thư số cho {holder}")),
    ("signatures.request.refused", _("Không duyệt đề nghị cấp chứng thư số cho {holder}: {reason}")),
    ("signatures.request.withdrawn", _("Rút đề nghị cấp chứng thư số cho {holder}")),
    ("signatures.certificate.handed_over", _("Bàn giao chứng thư số, thiết bị {token} cho {holder}")),
    ("signatures.token.returned", _("Nhận lại thiết bị ký {token} từ {holder}")),
    ("signatures.token.lost", _("Báo mất thiết bị ký {token} của {holder}")),
):
    declare(LogPhrase(code=code, sentence=sentence, personal=frozenset({"holder"})))
register_help(
    "signatures:requests",
    _("Đề nghị rồi chờ bao lâu?"),
    _("Quản trị tỉnh duyệt, rồi nơi cấp phát chứng thư. Mỗi bước ghi vào lịch sử của đề nghị, mở ra là thấy."),
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
