"""Shape of an import (biểu mẫu nhập sổ cũ)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.design.forms import Upload

from ..records.models import Direction


class RegisterUpload(forms.Form):
    """A file of old documents, and whose register it is (tệp sổ cũ)."""

    agency = forms.ModelChoiceField(label=_("Sổ của cơ quan"), queryset=Agency.objects.none(), empty_label=None)
    direction = forms.ChoiceField(
        label=_("Loại sổ"),
        choices=[(Direction.INCOMING.value, _("Văn bản đến")), (Direction.OUTGOING.value, _("Văn bản đi"))],
    )
    issuer = forms.CharField(
        label=_("Cơ quan ban hành khi dòng không ghi"),
        required=False,
        max_length=200,
        help_text=_("Để trống nếu không biết."),
    )
    file = forms.FileField(
        label=_("Tệp"),
        widget=Upload(accept=".csv,.xlsx,.json", capture=False),
        help_text=_("CSV, XLSX hoặc JSON; cần có cột trích yếu và ngày văn bản."),
    )

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(pk__in=[one.pk for one in agencies])  # type: ignore[attr-defined]
