"""Where an answer may be filled in from, by name (nguồn điền sẵn)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cuulong.core.eforms.builder.sheet import Sheet
from cuulong.core.registry import PrefillSource, declared

PROFILE = {
    "person.full_name": gettext_lazy("Hồ sơ cá nhân: họ và tên"),
    "person.id_number": gettext_lazy("Hồ sơ cá nhân: số định danh"),
    "person.birth_date": gettext_lazy("Hồ sơ cá nhân: ngày sinh"),
    "person.sex": gettext_lazy("Hồ sơ cá nhân: giới tính"),
    "person.phone": gettext_lazy("Hồ sơ cá nhân: điện thoại"),
    "person.email": gettext_lazy("Hồ sơ cá nhân: thư điện tử"),
    "person.address": gettext_lazy("Hồ sơ cá nhân: địa chỉ"),
    "person.commune": gettext_lazy("Hồ sơ cá nhân: xã, phường"),
    "business.name": gettext_lazy("Doanh nghiệp: tên"),
    "business.tax_code": gettext_lazy("Doanh nghiệp: mã số thuế"),
    "business.address": gettext_lazy("Doanh nghiệp: địa chỉ"),
}


def prefill_choices(sheet: Sheet, path: str) -> list[tuple[str, str]]:
    """Every named source: the profile, the same answer in an earlier dossier, shared data that systems declare."""
    found = [(code, str(title)) for code, title in PROFILE.items()]
    found.append((f"earlier.{path}", _("Câu trả lời này trong hồ sơ gần nhất cùng biểu mẫu")))
    return [*found, *((one.code, str(one.title)) for one in declared(PrefillSource).values())]
