"""What the controlling officer decides to open a procedure (biểu mẫu mở nhận hồ sơ)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.core.eforms.models import FormVersion
from cuulong.core.organisations.models import Agency, AgencyKind

from .opening import Decisions

DUE_NAMES = [
    ("at_filing", _("Khi nộp hồ sơ")),
    ("at_intake", _("Khi được tiếp nhận")),
    ("at_result", _("Khi nhận kết quả")),
]
KIND_NAMES = [
    ("permit", _("Giấy phép")),
    ("certificate", _("Giấy chứng nhận")),
    ("copy", _("Bản sao")),
    ("certified_copy", _("Bản chứng thực")),
    ("notice", _("Văn bản thông báo")),
]
BODIES = (AgencyKind.PROVINCIAL_BODY, AgencyKind.CENTRAL_BODY)


class NewProcedureForm(forms.Form):
    """Code and name of a procedure that no catalogue brought (thủ tục mới)."""

    code = forms.CharField(
        label=_("Mã thủ tục"), max_length=40, help_text=_("Mã quốc gia, hoặc mã riêng của tỉnh như VL.000001.")
    )
    name = forms.CharField(label=_("Tên thủ tục"), max_length=300, widget=forms.Textarea({"rows": 2}))


class OpeningForm(forms.Form):
    """Who decides, through which channels, when the fee falls due (mở nhận hồ sơ)."""

    online = forms.BooleanField(label=_("Nhận trực tuyến"), required=False)
    post = forms.BooleanField(label=_("Nhận qua bưu chính"), required=False)
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label=_("Cơ quan giải quyết"),
        required=False,
        empty_label=_("Ủy ban nhân dân xã, phường"),
        to_field_name="slug",
    )
    division = forms.ModelChoiceField(
        Agency.objects.none(),
        label=_("Phòng của cơ quan đó"),
        required=False,
        empty_label=_("Không riêng phòng nào"),
        to_field_name="slug",
    )
    room = forms.ChoiceField(label=_("Phòng của xã, phường"), required=False)
    area_field = forms.ChoiceField(
        label=_("Câu hỏi cho biết xã, phường"), required=False,
        help_text=_("Để trống: xã, phường của quầy mà người dân đến."),
    )  # fmt: skip
    fee_due = forms.ChoiceField(label=_("Phí, lệ phí nộp"), choices=DUE_NAMES)
    quantity_field = forms.ChoiceField(
        label=_("Câu hỏi cho biết số lượng"), required=False, help_text=_("Khi phí tính theo số lượng.")
    )
    result_kind = forms.ChoiceField(label=_("Loại kết quả"), choices=KIND_NAMES)
    summary = forms.CharField(
        label=_("Tóm tắt cho người dân"), required=False, max_length=300, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, form: FormVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        today = Agency.objects.filter(valid__contains=timezone.localdate())
        fields["agency"].queryset = today.filter(kind__in=BODIES).order_by("name")
        fields["division"].queryset = today.filter(kind=AgencyKind.DIVISION).order_by("name")
        rooms = today.filter(kind=AgencyKind.ROOM).exclude(key="").order_by("key").distinct("key")
        fields["room"].choices = [("", _("Không riêng phòng nào")), *rooms.values_list("key", "name")]
        asked = [(path, one.title()) for path, one in form.shape.fields.items() if one.widget == "commune"]
        fields["area_field"].choices = [("", "–"), *asked]
        counted = [(p, one.title()) for p, one in form.shape.fields.items() if one.kind in ("integer", "number")]
        fields["quantity_field"].choices = [("", "–"), *counted]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        agency, division = said.get("agency"), said.get("division")
        if division is not None and division.parent_id != getattr(agency, "pk", None):
            self.add_error("division", _("Phòng này không thuộc cơ quan đã chọn."))
        if said.get("online") and agency is None and not said.get("area_field"):
            self.add_error("area_field", _("Nộp trực tuyến thì tờ khai phải hỏi xã, phường giải quyết."))
        return said

    def decisions(self) -> Decisions:
        """What was chosen, as the rules take it."""
        said = dict(self.cleaned_data)
        for name in ("agency", "division"):
            said[name] = said[name].slug if said[name] else ""
        return Decisions(**said)
