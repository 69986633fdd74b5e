"""Shapes of what the controlling officer types (biểu mẫu kiểm soát thủ tục)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.design.forms import DayInput, Upload

from .models import Duty, Level, Listing, ListingState, Scope, Sector, Topic
from .wording import CHANNEL_NAMES, FEE_KIND_NAMES, UNIT_NAMES

LEVELS = [(1, "1"), (2, "2"), (3, "3"), (4, "4")]
ANY = [("", _("Tất cả"))]
YES_NO = [("", _("Chưa rõ")), ("yes", _("Có")), ("no", _("Không"))]


class CatalogueUpload(forms.Form):
    """A catalogue file to look at (chọn tệp danh mục)."""

    file = forms.FileField(
        label=_("Tệp danh mục"),
        help_text=_("CSV, XLSX tải từ Cổng dịch vụ công quốc gia, hoặc JSONL đầy đủ; tối đa 20 MB."),
        widget=Upload(accept=".csv,.xlsx,.jsonl,.json,.txt", capture=False),
    )
    whole = forms.BooleanField(
        label=_("Tệp có đủ mọi thủ tục của các bộ có tên trong tệp"),
        help_text=_("Chọn thì báo cả những thủ tục không còn trong tệp. Không có gì bị xóa."),
        required=False,
    )


class ListingFilter(forms.Form):
    """What the list of proposals can be narrowed by (bộ lọc)."""

    q = forms.CharField(label=_("Mã hoặc tên"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("Tình trạng"), required=False, choices=[*ANY, *ListingState.choices])
    doubt = forms.ChoiceField(label=_("Điểm chưa chắc"), required=False)
    level = forms.ChoiceField(label=_("Cấp"), required=False, choices=[*ANY, *Level.choices])
    ministry = forms.ChoiceField(label=_("Bộ, ngành"), required=False)
    sector = forms.ChoiceField(label=_("Lĩnh vực"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from .wording import DOUBT_NAMES

        super().__init__(*args, **kwargs)
        doubts = [("none", _("Không còn điểm nào")), *DOUBT_NAMES.items()]
        self._field("doubt").choices = [*ANY, *doubts]
        sectors = Sector.objects.select_related("parent").order_by("parent__name", "name")
        found = list(sectors)
        self._field("ministry").choices = [*ANY, *((s.key, s.name) for s in found if s.parent_id is None)]
        self._field("sector").choices = [*ANY, *((s.key, s.name) for s in found if s.parent_id is not None)]

    def _field(self, name: str) -> Any:
        return self.fields[name]


class ListingForm(forms.Form):
    """What a procedure is, at which level, by whom (nội dung công bố)."""

    name = forms.CharField(label=_("Tên thủ tục"), max_length=2000, widget=forms.Textarea({"rows": 2}))
    decision = forms.CharField(label=_("Quyết định công bố"), max_length=100, required=False)
    decided_on = forms.DateField(
        label=_("Ngày ký quyết định"), required=False, widget=DayInput,
        help_text=_("Để biết công bố có đúng hạn không (QĐ 766)."),
    )  # fmt: skip
    sector = forms.ModelChoiceField(
        Sector.objects.none(), label=_("Lĩnh vực"), required=False, empty_label=_("Chưa rõ")
    )
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.none(), label=_("Việc trong đời sống"), required=False, widget=forms.CheckboxSelectMultiple
    )
    levels = forms.MultipleChoiceField(
        label=_("Cấp thực hiện"), choices=Level.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    service_level = forms.TypedChoiceField(
        label=_("Mức độ (NĐ 43/2011)"), coerce=int, empty_value=None, required=False,
        choices=[("", _("Chưa rõ")), *LEVELS],
    )  # fmt: skip
    scope = forms.ChoiceField(
        label=_("Trực tuyến (NĐ 42/2022)"), required=False, choices=[("", _("Chưa rõ")), *Scope.choices]
    )
    by_post = forms.ChoiceField(label=_("Nhận qua bưu chính"), required=False, choices=YES_NO)
    national_system = forms.CharField(
        label=_("Hệ thống quốc gia giải quyết"), max_length=120, required=False,
        help_text=_("Để trống nếu giải quyết ở hệ thống của tỉnh. Có thì tỉnh chỉ giữ việc tiếp nhận và tình trạng."),
    )  # fmt: skip
    receive = forms.MultipleChoiceField(
        label=_("Cấp nào tiếp nhận"), choices=Level.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    process = forms.MultipleChoiceField(
        label=_("Cấp nào giải quyết"), choices=Level.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    process_agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label=_("Cơ quan cấp tỉnh giải quyết"),
        required=False,
        empty_label=_("Không riêng cơ quan nào"),
    )
    decide = forms.MultipleChoiceField(
        label=_("Cấp nào quyết định"), choices=Level.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    decide_agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label=_("Cơ quan cấp tỉnh quyết định"),
        required=False,
        empty_label=_("Không riêng cơ quan nào"),
    )
    no_limit = forms.BooleanField(label=_("Pháp luật không quy định thời hạn"), required=False)
    conditions = forms.CharField(label=_("Yêu cầu, điều kiện"), required=False, widget=forms.Textarea({"rows": 4}))
    result = forms.CharField(
        label=_("Kết quả"), required=False, help_text=_("Mỗi dòng một kết quả."), widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = dict(self.fields)
        choices["sector"].queryset = Sector.objects.filter(parent__isnull=False).order_by("name")
        choices["topics"].queryset = Topic.objects.all()
        bodies = Agency.objects.filter(kind=AgencyKind.PROVINCIAL_BODY, valid__contains=timezone.localdate())
        for name in ("process_agency", "decide_agency"):
            choices[name].queryset = bodies.order_by("name")

    @staticmethod
    def initial_of(listing: Listing) -> dict[str, Any]:
        """A listing as the screen shows it."""
        who = list(listing.competences.all())
        initial: dict[str, Any] = {
            "topics": list(listing.procedure.topics.all()),
            "by_post": {None: "", True: "yes", False: "no"}[listing.by_post],
            "no_limit": listing.content.get("no_limit", False),
            "conditions": listing.content.get("conditions", ""),
            "result": "\n".join(listing.content.get("result", [])),
        }
        for name in ("name", "decision", "decided_on", "sector", "levels", "service_level", "scope", "national_system"):
            initial[name] = getattr(listing, name)
        for duty in Duty.values:
            initial[duty] = sorted({c.level for c in who if c.duty == duty})
            initial[f"{duty}_agency"] = next((c.agency_id for c in who if c.duty == duty and c.agency_id), None)
        return initial

    def who(self) -> set[tuple[str, str, int | None]]:
        """Duties with their levels; a body of the province stands for its level."""
        said = self.cleaned_data
        found: set[tuple[str, str, int | None]] = set()
        for duty in Duty.values:
            body = said.get(f"{duty}_agency")
            found |= {(duty, level, None) for level in said[duty] if not (body and level == Level.PROVINCE)}
            if body:
                found.add((duty, Level.PROVINCE.value, body.pk))
        return found


class LimitForm(forms.Form):
    """One time limit (thời hạn)."""

    channel = forms.ChoiceField(label=_("Kênh"), choices=list(CHANNEL_NAMES.items()))
    amount = forms.IntegerField(label=_("Thời hạn"), min_value=1, max_value=5000, required=False)
    unit = forms.ChoiceField(label=_("Đơn vị"), required=False, choices=[("", _("Chưa rõ")), *UNIT_NAMES.items()])
    note = forms.CharField(label=_("Trường hợp"), max_length=300, required=False)


class FeeForm(forms.Form):
    """One fee and who need not pay it (phí, lệ phí)."""

    channel = forms.ChoiceField(label=_("Kênh"), choices=list(CHANNEL_NAMES.items()))
    kind = forms.ChoiceField(label=_("Cách tính"), required=False, choices=[("", ""), *FEE_KIND_NAMES.items()])
    amount = forms.IntegerField(label=_("Số tiền (đồng)"), min_value=0, max_value=10**12, required=False)
    note = forms.CharField(label=_("Ghi chú, đơn vị tính"), max_length=2000, required=False)
    exempt = forms.CharField(label=_("Miễn, giảm"), max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("kind") in ("flat", "each") and not said.get("amount"):
            self.add_error("amount", _("Nhập số tiền, ví dụ 700000."))
        return said


class PaperForm(forms.Form):
    """One paper (thành phần hồ sơ)."""

    name = forms.CharField(label=_("Giấy tờ"), max_length=2000, required=False)
    originals = forms.IntegerField(label=_("Bản chính"), min_value=0, max_value=99, required=False)
    copies = forms.IntegerField(label=_("Bản sao"), min_value=0, max_value=99, required=False)
    case = forms.CharField(label=_("Trường hợp"), max_length=1000, required=False)


class PublishForm(forms.Form):
    """From which day a version is in force (công bố)."""

    day = forms.DateField(label=_("Có hiệu lực từ ngày"), widget=DayInput)


class RetireForm(forms.Form):
    """From which day a version is in force no more (bãi bỏ)."""

    day = forms.DateField(label=_("Hết hiệu lực từ ngày"), widget=DayInput)


class BlankFormUpload(forms.Form):
    """An empty form for people to download (mẫu đơn)."""

    title = forms.CharField(label=_("Tên mẫu"), max_length=200)
    file = forms.FileField(label=_("Tệp mẫu"), widget=Upload(accept=".pdf,.docx,.xlsx", capture=False))
