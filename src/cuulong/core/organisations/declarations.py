"""What organisations declare to the house (khai báo)."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Job, Kind, LoadStep, LogPhrase, MenuItem, Right, declare
from cuulong.design.help import register_help
from cuulong.lib.province import Province

from .actions.keep_present import bring_up_to_date
from .actions.load_tree import load_tree
from .models import Agency

declare(
    Right(
        code="organisations.manage",
        title=_("Sắp xếp tổ chức"),
        roles=frozenset({"administrator"}),
        scope="province",
    ),
    MenuItem(
        code="organisations.chart",
        title=_("Sơ đồ tổ chức"),
        short=_("Tổ chức"),
        group=_("Quản trị"),
        url_name="organisations:chart",
        icon="diagram-3",
        order=890,
    ),
    Kind(
        code=Agency.ref_kind,
        title=_("Cơ quan"),
        find=lambda uuid: Agency.objects.filter(uuid=uuid).first(),
        find_many=lambda uuids: Agency.objects.filter(uuid__in=uuids),
        url=lambda agency: reverse("organisations:agency", kwargs={"slug": agency.slug}),
    ),
    LoadStep(code="organisations.tree", order=10, load=lambda: load_tree(Province(settings.PROVINCE_DIR))),
    Job(code="organisations.present", cron="2 0 * * *", run=bring_up_to_date),
)
declare(
    LogPhrase(code="organisations.agency.changed", sentence=_("Cập nhật thông tin {name}: {fields}")),
    LogPhrase(code="organisations.agency.renamed", sentence=_("Đổi tên {function} từ {on} theo {act}")),
    LogPhrase(code="organisations.agency.merged", sentence=_("Sáp nhập {name} vào {to} từ {on} theo {act}")),
    LogPhrase(code="organisations.agency.split", sentence=_("Tách {to} từ {name} từ {on} theo {act}")),
    LogPhrase(
        code="organisations.agency.moved", sentence=_("Chuyển trực thuộc {name}: {function}, từ {on} theo {act}")
    ),
    LogPhrase(
        code="organisations.agency.transferred", sentence=_("Chuyển {function} từ {name} sang {to} từ {on} theo {act}")
    ),
    LogPhrase(code="organisations.agency.abolished", sentence=_("Giải thể {name} từ {on} theo {act}")),
    LogPhrase(
        code="organisations.tree.imported", sentence=_("Nhập bảng cơ quan: {taken} dòng ghi, {refused} dòng lỗi")
    ),
    LogPhrase(code="organisations.body.seated", sentence=_("Thêm {member} vào {body} từ {on}")),
    LogPhrase(code="organisations.body.left", sentence=_("{member} thôi là thành viên {body} từ {on}")),
)
register_help(
    "organisations.chart",
    _("Cần tìm cơ quan?"),
    _("Gõ tên, tên cũ hoặc mã. Kéo thanh thời gian để xem tổ chức của tỉnh vào ngày đó."),
)
