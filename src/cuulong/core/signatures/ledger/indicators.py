"""Figures of certificates: how many agencies of each level have one (chỉ tiêu chứng thư số)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.registry import Indicator, declare

from .coverage import LEVELS, agencies_of, covered_of

LAW = "TT 41/2017/TT-BTTTT"
TITLES = {
    "bodies": (
        _("Sở, ban, ngành có chứng thư số"),
        _("Sở, ban, ngành cấp tỉnh"),
        _("Tỷ lệ sở, ban, ngành có chứng thư số"),
    ),
    "districts": (
        _("Đơn vị cấp huyện có chứng thư số"),
        _("Đơn vị cấp huyện"),
        _("Tỷ lệ đơn vị cấp huyện có chứng thư số"),
    ),
    "communes": (
        _("Đơn vị cấp xã có chứng thư số"),
        _("Đơn vị cấp xã"),
        _("Tỷ lệ đơn vị cấp xã có chứng thư số"),
    ),
}
COVERED = _(
    "Số cơ quan đang hoạt động vào ngày cuối kỳ có ít nhất một chứng thư số còn hạn, chưa bị thu hồi ngày đó: "
    "con dấu số của cơ quan hoặc chứng thư của người làm việc ở cơ quan."
)
WHOLE = _("Số cơ quan của cấp này đang hoạt động vào ngày cuối kỳ.")
SHARE = _("Số cơ quan có chứng thư số dùng được chia cho số cơ quan của cấp này vào ngày cuối kỳ.")


def agency_url(row: Agency) -> str:
    """The screen of an agency (trang cơ quan)."""
    return reverse("organisations:agency", kwargs={"slug": row.slug})


for level in LEVELS:
    covered, whole, share = TITLES[level.key]
    declare(
        Indicator(
            code=f"signatures.covered_{level.key}",
            title=covered,
            definition=COVERED,
            unit=_("cơ quan"),
            legal_source=LAW,
            rows=covered_of(level.kind),
            agency_path="pk",
            row_url=agency_url,
            owner="signatures",
        ),
        Indicator(
            code=f"signatures.all_{level.key}",
            title=whole,
            definition=WHOLE,
            unit=_("cơ quan"),
            legal_source=LAW,
            rows=agencies_of(level.kind),
            agency_path="pk",
            row_url=agency_url,
            owner="signatures",
        ),
        Indicator(
            code=f"signatures.coverage_{level.key}",
            title=share,
            definition=SHARE,
            unit="%",
            legal_source=LAW,
            ratio_of=(f"signatures.covered_{level.key}", f"signatures.all_{level.key}"),
            owner="signatures",
        ),
    )
