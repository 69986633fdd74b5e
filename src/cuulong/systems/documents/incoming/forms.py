"""Shapes of what clerks, the office and leaders type (biểu mẫu văn bản đến)."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.people.models import Account
from cuulong.design.errors import say
from cuulong.design.forms import DayInput, Upload
from cuulong.lib.dates import VIETNAM
from cuulong.lib.errors import InputError

from ..records.kinds import ALL, KINDS
from ..records.models import Document, Urgency
from ..records.rules import parse_number
from .arrival import Arrival, of
from .models import Channel
from .plan import Plan

CLOSING = time(17, 0)
BY_HAND = (Channel.COUNTER, Channel.POST, Channel.MAIL)
FEW = {"rows": 2}


def end_of(day: date | None) -> datetime | None:
    """The hour by which something due on a day is due (hạn)."""
    return datetime.combine(day, CLOSING, VIETNAM) if day else None


class FilesField(forms.Field):
    """Several files: the document first, then what is attached (tệp văn bản)."""

    widget = Upload(accept=".pdf,.jpg,.jpeg,.png,.docx,.xlsx", multiple=True)

    def clean(self, value: Any) -> list[Any]:
        return [one for one in value or [] if one is not None]


class ArrivalForm(forms.Form):
    """What the clerk reads on a document (thông tin văn bản đến)."""

    number = forms.CharField(label=_("Số, ký hiệu"), required=False, max_length=60, help_text=_("Ví dụ 512/SXD-QLN."))
    issued_on = forms.DateField(label=_("Ngày văn bản"), required=False, widget=DayInput)
    issuer_name = forms.CharField(label=_("Cơ quan ban hành"), max_length=200)
    kind = forms.ChoiceField(label=_("Loại văn bản"), required=False)
    subject = forms.CharField(label=_("Trích yếu"), max_length=500, widget=forms.Textarea(FEW))
    urgency = forms.TypedChoiceField(label=_("Độ khẩn"), coerce=int, choices=Urgency.choices, initial=0)
    due_on = forms.DateField(label=_("Hạn giải quyết"), required=False, widget=DayInput)
    pages = forms.IntegerField(label=_("Số trang"), required=False, min_value=1, max_value=9999)
    signer_name = forms.CharField(label=_("Người ký"), required=False, max_length=100)
    signer_position = forms.CharField(label=_("Chức vụ người ký"), required=False, max_length=100)

    def __init__(self, *args: Any, document: Document | None = None, **kwargs: Any) -> None:
        self.document = document
        if document is not None:
            kwargs.setdefault("initial", _said(document))
        super().__init__(*args, **kwargs)
        kinds: list[tuple[str, str]] = [(code, kind.name) for code, kind in KINDS.items()]
        self.fields["kind"].choices = [("", "–"), *kinds]  # type: ignore[attr-defined]

    def clean_number(self) -> str:
        """A number as it is written; one without notation is kept as typed (số, ký hiệu)."""
        typed = str(self.cleaned_data["number"]).strip()
        if not typed or "/" not in typed:
            return typed
        try:
            return str(parse_number(typed))
        except InputError as wrong:
            raise forms.ValidationError(say(wrong)) from wrong

    def arrival(self, **more: Any) -> Arrival:
        """What was typed, over what was known of the document (văn bản đến)."""
        said = {name: value for name, value in self.cleaned_data.items() if name in ArrivalForm.base_fields}
        said["due_at"] = end_of(said.pop("due_on"))
        known = vars(of(self.document)) if self.document is not None else {}
        # A kind outside the list of the decree keeps the name its sender gave it.
        name = ALL[said["kind"]].name if said["kind"] else known.get("kind_name", "")
        return Arrival(**known | said | {"kind_name": name} | more)


def _said(document: Document) -> dict[str, Any]:
    said = {name: getattr(document, name) for name in ArrivalForm.base_fields if name != "due_on"}
    return said | {"due_on": document.due_at.astimezone(VIETNAM).date() if document.due_at else None}


class TakeInForm(ArrivalForm):
    """A document that somebody brings, or the post does (nhận văn bản)."""

    agency = forms.ModelChoiceField(label=_("Cơ quan nhận"), queryset=Agency.objects.none(), empty_label=None)
    channel = forms.ChoiceField(label=_("Nguồn đến"), choices=[(one.value, one.label) for one in BY_HAND])
    secrecy = forms.ChoiceField(
        label=_("Độ mật"),
        choices=[("", _("Không mật")), ("mật", _("Có đóng dấu độ mật"))],
        required=False,
        help_text=_("Văn bản mật không nhập ở đây, kể cả trích yếu."),
    )
    files = FilesField(  # type: ignore[assignment]
        label=_("Bản chụp, tệp"), required=False, help_text=_("Tệp đầu là văn bản chính. PDF, ảnh, Word, Excel.")
    )

    field_order = ("agency", "channel", "secrecy", "number", "issued_on", "issuer_name", "kind", "subject", "files")

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(pk__in=[one.pk for one in agencies])  # type: ignore[attr-defined]
        if len(agencies) == 1:
            self.fields["agency"].initial = agencies[0].pk
            self.fields["agency"].widget = forms.HiddenInput()


class Units(forms.ModelMultipleChoiceField):
    """Units to choose several of (đơn vị)."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.short_name or obj.name)


class Unit(forms.ModelChoiceField):
    """One unit (đơn vị)."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.short_name or obj.name)


class Person(forms.ModelChoiceField):
    """An official, by name (cán bộ)."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class PlanForm(forms.Form):
    """Who leads, helps, is told, by when and with what words (phân phối, bút phê)."""

    lead = Unit(label=_("Đơn vị chủ trì"), queryset=Agency.objects.none())
    joint = Units(label=_("Phối hợp"), queryset=Agency.objects.none(), required=False)
    told = Units(label=_("Để biết"), queryset=Agency.objects.none(), required=False)
    text = forms.CharField(label=_("Ý kiến"), required=False, widget=forms.Textarea(FEW))
    due_on = forms.DateField(label=_("Hạn giải quyết"), required=False, widget=DayInput)
    leader = Person(
        label=_("Trình lãnh đạo"),
        queryset=Account.objects.none(),
        required=False,
        empty_label=_("Lãnh đạo nào có mặt"),
    )

    def __init__(self, *args: Any, units: Any, leaders: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead", "joint", "told"):
            self.fields[name].queryset = units  # type: ignore[attr-defined]
        if leaders is None:
            del self.fields["leader"]
        else:
            self.fields["leader"].queryset = leaders  # type: ignore[attr-defined]

    @property
    def plan(self) -> Plan:
        said = self.cleaned_data
        return Plan(
            lead=said["lead"],
            joint=tuple(said["joint"]),
            told=tuple(said["told"]),
            text=said["text"],
            due_at=end_of(said["due_on"]),
        )


class AssignForm(forms.Form):
    """Who in the unit does it (phân công)."""

    account = Person(
        label=_("Giao cho"),
        queryset=Account.objects.none(),
        required=False,
        empty_label=_("Cả phòng, ai nhận trước thì làm"),
    )
    text = forms.CharField(label=_("Ý kiến"), required=False, widget=forms.Textarea(FEW))
    due_on = forms.DateField(label=_("Hạn giải quyết"), required=False, widget=DayInput)

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = colleagues  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """A reason or a result, always wanted (lý do, kết quả)."""

    note = forms.CharField(label=_("Nội dung"), max_length=2000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, label: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["note"].label = label
