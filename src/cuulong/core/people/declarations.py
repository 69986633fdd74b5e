"""The roles of an official, and what people declare to the house (khai báo vai trò)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Kind, Role, declare

from .models import Account

declare(
    Kind(code=Account.ref_kind, title=_("Tài khoản"), find=lambda uuid: Account.objects.filter(uuid=uuid).first()),
    Role(code="intake_officer", title=_("Cán bộ tiếp nhận")),
    Role(code="post_intake_clerk", title=_("Nhân viên bưu chính tiếp nhận")),
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
