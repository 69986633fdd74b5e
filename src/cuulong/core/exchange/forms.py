"""What is typed about a database (biểu mẫu cơ sở dữ liệu)."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Database


class DatabaseForm(forms.Form):
    """How a database is reached (kết nối)."""

    address = forms.URLField(
        label=_("Địa chỉ"), required=False, max_length=300, assume_scheme="https",
        help_text=_("Để trống: theo trục kết nối chung của tỉnh."),
    )  # fmt: skip
    timeout_ms = forms.IntegerField(
        label=_("Đợi trả lời, mili giây"), min_value=100, max_value=30_000, help_text=_("Ví dụ 2000 là hai giây.")
    )
    per_minute = forms.IntegerField(label=_("Nhiều nhất mỗi phút"), min_value=1, max_value=100_000)
    is_open = forms.BooleanField(
        label=_("Được tra cứu"), required=False,
        help_text=_("Bỏ đánh dấu là ngừng hỏi: người dân nộp giấy tờ như thường."),
    )  # fmt: skip

    @staticmethod
    def initial_of(database: Database) -> dict[str, object]:
        """A database as the screen shows it."""
        return {name: getattr(database, name) for name in ("address", "timeout_ms", "per_minute", "is_open")}
