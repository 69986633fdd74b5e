"""The roles of an official, and what people declare to the house (khai báo vai trò)."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.facts import AgencySucceeded
from cuulong.core.registry import Kind, LoadStep, LogPhrase, MenuItem, Right, Role, Subscription, declare
from cuulong.core.registry.doors import keep_doors
from cuulong.design.help import register_help
from cuulong.lib.province import Province

from .access import official_required
from .demo import load_demo_officials
from .models import Account, Appointment, Delegation
from .subscribers import end_posts

keep_doors(official_required)
declare(
    Role(code="intake_officer", title=_("Cán bộ tiếp nhận")),
    # Staff of the postal service take in and give back in the place of officials (NĐ 118/2025).
    Role(
        code="post_intake_clerk",
        title=_("Nhân viên bưu chính tiếp nhận"),
        serves_as=frozenset({"intake_officer"}),
    ),
    Role(code="centre_director", title=_("Giám đốc trung tâm"), signs=True),
    Role(code="specialist", title=_("Chuyên viên")),
    Role(code="head_of_division", title=_("Trưởng phòng")),
    Role(code="signer", title=_("Lãnh đạo ký"), signs=True),
    Role(code="clerk", title=_("Văn thư"), signs=True),
    Role(code="chief_of_office", title=_("Chánh văn phòng"), signs=True),
    Role(code="fee_collector", title=_("Cán bộ thu phí")),
    Role(code="procedure_controller", title=_("Cán bộ kiểm soát thủ tục hành chính")),
    Role(code="archivist", title=_("Cán bộ lưu trữ")),
    Role(code="portal_editor", title=_("Biên tập cổng thông tin")),
    Role(code="auditor", title=_("Kiểm tra, giám sát"), administers=True),
    Role(code="administrator", title=_("Quản trị hệ thống"), administers=True),
)
declare(
    Right(
        code="people.see",
        title=_("Xem danh sách cán bộ"),
        roles=frozenset({"administrator", "auditor"}),
        scope="province",
    ),
    Right(code="people.manage", title=_("Phân công cán bộ"), roles=frozenset({"administrator"}), scope="province"),
    MenuItem(
        code="people.officials",
        title=_("Cán bộ"),
        group=_("Quản trị"),
        url_name="officials:list",
        icon="people",
        right="people.see",
        order=900,
    ),
)
declare(
    Kind(
        code=Account.ref_kind,
        title=_("Tài khoản"),
        find=lambda uuid: Account.objects.filter(uuid=uuid).first(),
        find_many=lambda uuids: Account.objects.filter(uuid__in=uuids),
    ),
    Kind(
        code=Appointment.ref_kind,
        title=_("Phân công"),
        find=lambda uuid: Appointment.objects.select_related("account", "agency").filter(uuid=uuid).first(),
    ),
    Kind(
        code=Delegation.ref_kind,
        title=_("Ủy quyền"),
        find=lambda uuid: Delegation.objects.select_related("delegate").filter(uuid=uuid).first(),
    ),
)
declare(
    LogPhrase(
        code="people.appointment.made",
        sentence=_("Phân công {person} làm {role} tại {agency_name} từ {first}"),
        personal=frozenset({"person"}),
    ),
    LogPhrase(
        code="people.appointment.ended",
        sentence=_("Thôi phân công {person} làm {role} tại {agency_name}, ngày cuối {last}"),
        personal=frozenset({"person"}),
    ),
    LogPhrase(
        code="people.appointment.cancelled",
        sentence=_("Hủy phân công {person} làm {role} tại {agency_name} từ {first}: đơn vị đã kết thúc"),
        personal=frozenset({"person"}),
    ),
    LogPhrase(
        code="people.delegation.given",
        sentence=_("{lender} ủy quyền cho {delegate} làm {role} từ {first} đến hết {last}: {reason}"),
        personal=frozenset({"lender", "delegate", "reason"}),
    ),
    LogPhrase(
        code="people.delegation.revoked",
        sentence=_("Thu hồi ủy quyền của {lender} cho {delegate}"),
        personal=frozenset({"lender", "delegate"}),
    ),
    LogPhrase(
        code="people.officials.imported", sentence=_("Nhập danh sách cán bộ: {taken} dòng nhận, {refused} dòng lỗi")
    ),
    LogPhrase(code="people.account.opened", sentence=_("Mở tài khoản cho {person}"), personal=frozenset({"person"})),
    LogPhrase(code="people.account.signed_in", sentence=_("Đăng nhập ({ways})")),
    LogPhrase(code="people.account.sign_in_failed", sentence=_("Đăng nhập không thành")),
    LogPhrase(code="people.factor.added", sentence=_("Thêm cách xác thực hai lớp ({type})")),
    LogPhrase(code="people.factor.removed", sentence=_("Gỡ cách xác thực hai lớp ({type})")),
    LogPhrase(code="people.password.changed", sentence=_("Đã đổi mật khẩu của mình")),
)
declare(Subscription(code="people.end_posts", fact=AgencySucceeded, handler=end_posts))
declare(
    LoadStep(
        code="people.demo",
        order=100,
        load=lambda: load_demo_officials(Province(settings.PROVINCE_DIR)),
        demo=True,
    ),
)
register_help(
    "officials:list",
    _("Phân công và thôi phân công"),
    _("Mở một người để thêm vai trò từ một ngày, hoặc cho thôi. Người ký và quản trị phải có lớp xác thực thứ hai."),
)
