"""Forms of outgoing documents: what is typed, no policy (biểu mẫu văn bản đi)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.core.people.models import Appointment
from cuulong.design.forms import DayInput

from ..records.kinds import KINDS
from ..records.models import Urgency
from .actions.details import To
from .models import SendingRule
from .rules import OUTSIDE
from .skeletons import skeletons

KIND_CHOICES = [("", "–"), *((kind.code, kind.title) for kind in KINDS.values())]
SENT_TO = (
    AgencyKind.PROVINCE,
    AgencyKind.PROVINCIAL_BODY,
    AgencyKind.COMMUNE,
    AgencyKind.CENTRAL_BODY,
    AgencyKind.UNIT,
)
CO_SIGNERS = 4


class NewForm(forms.Form):
    """What a draft begins with (soạn văn bản mới)."""

    room = forms.ModelChoiceField(label=_("Soạn ở"), queryset=Agency.objects.none())
    template = forms.ChoiceField(label=_("Mẫu"), required=False)
    kind = forms.ChoiceField(
        label=_("Loại văn bản"), required=False, choices=KIND_CHOICES, help_text=_("Để trống khi đã chọn mẫu.")
    )
    subject = forms.CharField(
        label=_("Trích yếu"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Văn bản có độ mật không soạn ở đây, kể cả trích yếu; đăng ký vào sổ văn bản mật riêng."),
    )
    urgency = forms.TypedChoiceField(label=_("Độ khẩn"), choices=Urgency.choices, coerce=int, initial=0)

    def __init__(self, *args: Any, places: Sequence[Agency], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        room: Any = self.fields["room"]
        room.queryset = Agency.objects.filter(pk__in=[one.pk for one in places]).order_by("name")
        room.initial = places[0] if places else None
        template: Any = self.fields["template"]
        template.choices = [("", _("Trang trắng")), *((one.code, one.title(language)) for one in skeletons().values())]


def _area(label: Any, rows: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, help_text=help_text, widget=forms.Textarea({"rows": rows}))


class WriteForm(forms.Form):
    """The boxes a drafter fills (nội dung dự thảo)."""

    subject = forms.CharField(label=_("Trích yếu"), max_length=500, widget=forms.Textarea({"rows": 2}))
    greeting = _area(_("Kính gửi"), 2, _("Mỗi nơi một dòng."))
    bases = _area(_("Căn cứ"), 3, _("Mỗi căn cứ một dòng, không ghi chữ “Căn cứ”."))
    text = _area(_("Nội dung"), 16, _("Mỗi đoạn một dòng. Điều, khoản ghi như in: “Điều 1. …”."))
    places = _area(_("Nơi nhận in trên văn bản"), 3, _("Mỗi nơi một dòng; dòng Lưu tự thêm."))
    keeper = forms.CharField(label=_("Đơn vị lưu"), required=False, max_length=60)
    alone = forms.BooleanField(label=_("Thẩm quyền riêng của người đứng đầu, không ghi TM."), required=False)
    note = forms.CharField(label=_("Đã sửa gì"), required=False, max_length=300)

    LINES = ("greeting", "bases", "places")

    @classmethod
    def of(cls, content: dict[str, Any], subject: str) -> WriteForm:
        """Filled in with a version."""
        lines = {name: "\n".join(content.get(name, ())) for name in cls.LINES}
        return cls(initial={**content, **lines, "subject": subject})

    def content(self, before: dict[str, Any]) -> dict[str, Any]:
        """What was typed as a version keeps it; boxes that are not on the screen stay as they were."""
        typed = dict(self.cleaned_data)
        for name in self.LINES:
            typed[name] = typed[name].splitlines()
        return {**before, **typed}


class UploadForm(forms.Form):
    """A finished PDF, or an appendix (tải tệp lên)."""

    file = forms.FileField(label=_("Tệp PDF"), widget=forms.FileInput({"accept": "application/pdf"}))


class SignersForm(forms.Form):
    """Who signs, and who signs before them (người ký)."""

    signer = forms.ModelChoiceField(label=_("Người ký"), queryset=Appointment.objects.none())
    parallel = forms.BooleanField(label=_("Những người cùng ký ký song song, không theo thứ tự"), required=False)

    def __init__(self, *args: Any, body: Agency, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = Appointment.objects.filter(valid__contains=day).select_related("account", "agency")
        heads = Q(agency__parent=body, role__in=("head_of_division", "chief_of_office"))
        self._take("signer", now.filter(Q(agency=body, role="signer") | heads).order_by("agency__parent", "pk"))
        others = now.filter(Q(role="signer") | heads).order_by("agency__name", "pk")
        for n in range(1, CO_SIGNERS + 1):
            label = _("Người cùng ký %(n)d") % {"n": n}
            self.fields[f"with_{n}"] = forms.ModelChoiceField(label=label, required=False, queryset=others)
            self._name(f"with_{n}")

    def _take(self, name: str, posts: Any) -> None:
        field: Any = self.fields[name]
        field.queryset = posts
        self._name(name)

    def _name(self, name: str) -> None:
        field: Any = self.fields[name]
        field.label_from_instance = lambda post: (
            f"{post.account.full_name}, {post.position or post.role} · {post.agency}"
        )

    def co_signers(self) -> list[tuple[int, Appointment]]:
        """In the order of the boxes, or all of one order."""
        found = [self.cleaned_data[f"with_{n}"] for n in range(1, CO_SIGNERS + 1) if self.cleaned_data.get(f"with_{n}")]
        return [(1 if self.cleaned_data["parallel"] else n, post) for n, post in enumerate(found, start=1)]


class RecipientsForm(forms.Form):
    """Where it goes (nơi nhận)."""

    agencies = forms.ModelMultipleChoiceField(
        label=_("Cơ quan trong hệ thống này"),
        queryset=Agency.objects.none(),
        required=False,
        widget=forms.SelectMultiple({"size": 10}),
        help_text=_("Giữ Ctrl để chọn nhiều nơi."),
    )
    others = forms.CharField(
        label=_("Nơi nhận khác"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Mỗi nơi một dòng: Tên; mã định danh hoặc địa chỉ thư. Chỉ ghi tên thì gửi bản giấy."),
    )
    paper_copies = forms.IntegerField(label=_("Số bản giấy"), min_value=0, max_value=999, initial=0)

    def __init__(self, *args: Any, own: Agency, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agencies"]
        found = Agency.objects.filter(kind__in=SENT_TO, valid__contains=day).exclude(code="").exclude(pk=own.pk)
        field.queryset = found.order_by("kind", "name")

    def recipients(self) -> list[To]:
        """All of them as the verb wants them."""
        return [*(To(agency=one) for one in self.cleaned_data["agencies"]), *self.cleaned_data["others"]]

    def clean_others(self) -> list[To]:
        return [self._other(line) for line in self.cleaned_data["others"].splitlines() if line.strip()]

    def _other(self, line: str) -> To:
        name, _semicolon, where = (part.strip() for part in line.partition(";"))
        if "@" in where:
            validate_email(where)
            return To(name=name, email=where)
        return To(name=name, organ_code=where)


class ReasonForm(forms.Form):
    """Why (lý do)."""

    reason = forms.CharField(label=_("Lý do"), max_length=1000, widget=forms.Textarea({"rows": 3}))


class AskForm(forms.Form):
    """A question about a draft (phiếu lấy ý kiến)."""

    agency = forms.ModelChoiceField(label=_("Nơi được hỏi"), queryset=Agency.objects.none())
    question = forms.CharField(label=_("Nội dung hỏi"), max_length=2000, widget=forms.Textarea({"rows": 3}))
    hours = forms.IntegerField(label=_("Hạn trả lời, giờ làm việc"), min_value=1, max_value=400, initial=16)

    def __init__(self, *args: Any, body: Agency, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = Q(kind__in=(AgencyKind.PROVINCIAL_BODY, AgencyKind.COMMUNE, AgencyKind.DIVISION)) | Q(parent=body)
        field: Any = self.fields["agency"]
        field.queryset = Agency.objects.filter(near, valid__contains=day).order_by("name")


class NumberingForm(forms.Form):
    """What the head decided on numbers (quy định đánh số)."""

    agency = forms.ModelChoiceField(label=_("Cơ quan"), queryset=Agency.objects.none())
    abbreviation = forms.CharField(label=_("Chữ viết tắt trong ký hiệu"), max_length=20)
    shared = forms.MultipleChoiceField(
        label=_("Loại văn bản chung một dãy số"),
        required=False,
        choices=KIND_CHOICES[1:],
        widget=forms.SelectMultiple({"size": 8}),
        help_text=_("Không chọn loại nào: mọi loại chung một dãy. Loại không chọn có dãy riêng."),
    )
    first = forms.DateField(label=_("Áp dụng từ ngày"), widget=DayInput)
    basis = forms.CharField(label=_("Căn cứ"), max_length=200)

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agency"]
        field.queryset = agencies


class RuleForm(forms.ModelForm):
    """Who may send to whom (quy định gửi)."""

    ENDS = [("", _("Bất kỳ")), *AgencyKind.choices]

    class Meta:
        model = SendingRule
        fields = ("from_kind", "from_agency", "to_kind", "to_agency", "allowed", "valid_from", "valid_to", "reason")
        labels = {
            "from_agency": _("Riêng cơ quan gửi"),
            "to_agency": _("Riêng cơ quan nhận"),
            "allowed": _("Được gửi"),
            "valid_from": _("Áp dụng từ ngày"),
            "valid_to": _("Thôi áp dụng từ ngày"),
            "reason": _("Căn cứ"),
        }
        widgets = {"valid_from": DayInput, "valid_to": DayInput}
        help_texts = {"valid_to": ""}

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outside = [(OUTSIDE, _("Ngoài tỉnh, ngoài hệ thống"))]
        self.fields["from_kind"] = forms.ChoiceField(label=_("Cấp gửi"), required=False, choices=self.ENDS)
        self.fields["to_kind"] = forms.ChoiceField(label=_("Cấp nhận"), required=False, choices=self.ENDS + outside)
        for name in ("from_agency", "to_agency"):
            field: Any = self.fields[name]
            field.queryset = Agency.objects.filter(kind__in=SENT_TO, valid__contains=day).order_by("kind", "name")
