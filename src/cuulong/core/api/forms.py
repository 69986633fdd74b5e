"""What an administrator types about a client (biểu mẫu)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cuulong.core.people.forms import AgencyField
from cuulong.core.registry import Role, Scope, declared


def roles_of_systems() -> list[tuple[str, Any]]:
    """Roles that neither sign nor administer."""
    return [(code, role.title) for code, role in declared(Role).items() if not role.needs_second_factor]


class RegisterForm(forms.Form):
    """A new client (hệ thống kết nối mới)."""

    name = forms.CharField(label=_("Tên hệ thống"), max_length=100)
    contact = forms.CharField(
        label=_("Đầu mối"), max_length=200, required=False, help_text=_("Đơn vị vận hành và cách liên hệ.")
    )
    agency = AgencyField(label=_("Đơn vị"), help_text=_("Mã đơn vị hoặc đúng tên, ví dụ H61.01."))
    role = forms.ChoiceField(
        label=_("Vai trò"),
        choices=roles_of_systems,
        help_text=_("Hệ thống làm được đúng những việc vai trò này làm được ở đơn vị."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Phạm vi"),
        choices=lambda: [(one.code, one.title) for one in declared(Scope).values()],
        widget=forms.CheckboxSelectMultiple,
    )
    per_minute = forms.IntegerField(label=_("Số yêu cầu mỗi phút"), min_value=1, max_value=100_000, initial=300)
