"""What is typed about a step, its actions and the opinions asked there (biểu mẫu soạn quy trình)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Role, declared
from cuulong.core.workflow.definition import END, NAMED, ROOM
from cuulong.core.workflow.designer.sheet import key_from
from cuulong.core.workflow.designer.words import OPERATORS, condition_words, value_typed, value_words
from cuulong.design.forms import DayInput
from cuulong.lib.vietnamese import clean

Choices = list[tuple[str, Any]]


def roles() -> Choices:
    return [(code, role.title) for code, role in declared(Role).items()]


def both(data: Mapping[str, Any], name: str = "title") -> dict[str, str]:
    """A title in the languages that were typed."""
    words = {"vi": clean(data[name]), "en": clean(data.get(f"{name}_en", ""))}
    return {language: text for language, text in words.items() if text}


def _words(label: Any, required: bool = True, **more: Any) -> forms.CharField:
    errors = {"required": _("Ghi tên, ví dụ “Thẩm định hồ sơ”.")}
    return forms.CharField(label=label, max_length=200, required=required, error_messages=errors, **more)


def _initial_words(title: Any, name: str = "title") -> dict[str, str]:
    if isinstance(title, Mapping):
        return {name: title.get("vi", ""), f"{name}_en": title.get("en", "")}
    return {name: title or "", f"{name}_en": ""}


def _code() -> forms.RegexField:
    return forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]*$",
        label=_("Mã"),
        max_length=60,
        help_text=_("Chữ thường không dấu, số, dấu chấm, gạch; ví dụ services.1.004227"),
        error_messages={
            "required": _("Ghi mã, ví dụ services.1.004227."),
            "invalid": _("Mã chỉ gồm chữ thường không dấu, số, dấu chấm và gạch."),
        },
    )


class NewForm(forms.Form):
    """A code and a name (quy trình mới)."""

    title = _words(_("Tên quy trình"))
    code = _code()


class ImportForm(forms.Form):
    """A BPMN file, and under which code it comes in (nhập tệp BPMN)."""

    file = forms.FileField(
        label=_("Tệp BPMN 2.0"),
        widget=forms.FileInput({"accept": ".bpmn,.xml"}),
        help_text=_("Tệp .bpmn hoặc .xml, đến 2 MB."),
        error_messages={"required": _("Chọn tệp trước khi nhập."), "empty": _("Tệp rỗng.")},
    )
    title = _words(_("Tên quy trình"), required=False, help_text=_("Để trống thì lấy tên trong tệp."))
    code = _code()


class AddForm(forms.Form):
    """A step to be added (thêm bước)."""

    title = _words(_("Tên bước mới"))
    after = forms.ChoiceField(label=_("Đặt sau bước"), required=False)

    def __init__(self, *args: Any, steps: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"].choices = [("", _("Cuối bảng")), *steps]  # type: ignore[attr-defined]


class PublishForm(forms.Form):
    """The day from which cases begin under the new version (ngày áp dụng)."""

    valid_from = forms.DateField(label=_("Áp dụng từ ngày"), widget=DayInput())


class RetireForm(forms.Form):
    """The last day on which a case may begin (ngày thôi áp dụng)."""

    last_day = forms.DateField(label=_("Ngày cuối nhận hồ sơ mới"), widget=DayInput())


class Conditioned(forms.Form):
    """One comparison; a condition of several parts is kept until it is dropped (điều kiện)."""

    field = forms.RegexField(
        r"^[A-Za-z_][A-Za-z0-9_]*$",
        label=_("Chỉ khi trường"),
        required=False,
        max_length=60,
        error_messages={"invalid": _("Ghi mã của trường trong biểu mẫu, ví dụ area.")},
    )
    op = forms.ChoiceField(label=_("So sánh"), choices=list(OPERATORS.items()), required=False)
    value = forms.CharField(label=_("Giá trị"), required=False, max_length=200)
    drop_condition = forms.BooleanField(label=_("Bỏ điều kiện"), required=False)

    kept: Mapping[str, Any] | None = None

    def take_condition(self, condition: Mapping[str, Any] | None) -> None:
        """Show a condition: in the boxes when it is one comparison, in words otherwise."""
        if condition and "field" in condition:
            self.initial.update(
                {
                    "field": condition["field"],
                    "op": condition["op"],
                    "value": value_words(condition["value"]) if "value" in condition else "",
                }
            )
        elif condition:
            self.kept = condition
        if self.kept:
            for name in ("field", "op", "value"):
                del self.fields[name]
            words = {"words": condition_words(self.kept)}
            self.fields["drop_condition"].label = _now("Bỏ điều kiện “%(words)s”") % words
        else:
            del self.fields["drop_condition"]

    @property
    def condition(self) -> Mapping[str, Any] | None:
        """What was typed."""
        if self.kept:
            return None if self.cleaned_data.get("drop_condition") else self.kept
        if not self.cleaned_data.get("field"):
            return None
        op = self.cleaned_data["op"] or "equals"
        asked = {"field": self.cleaned_data["field"], "op": op}
        return asked if op == "present" else asked | {"value": value_typed(self.cleaned_data["value"], op)}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        op = data.get("op") or "equals"
        if data.get("field") and op != "present":
            if not data.get("value"):
                self.add_error("value", _("Ghi giá trị để so sánh."))
            elif op in ("above", "at_least", "at_most") and not isinstance(value_typed(data["value"], op), int):
                self.add_error("value", _("Phép so sánh này cần một số."))
        return data


class ActionForm(Conditioned):
    """What may be done at the step and where it leads (thao tác)."""

    title = _words(_("Thao tác"), required=False)
    title_en = _words(_("Tên tiếng Anh"), required=False)
    next = forms.ChoiceField(label=_("Chuyển tới"), required=False)
    kind = forms.ChoiceField(label=_("Loại thao tác"), required=False)
    note = forms.BooleanField(label=_("Phải ghi ý kiến, lý do"), required=False)
    signature = forms.BooleanField(label=_("Phải ký số"), required=False)
    number = forms.BooleanField(label=_("Phải cấp số"), required=False)
    hurries = forms.BooleanField(label=_("Không chờ các ý kiến chưa trả lời"), required=False)
    remove = forms.BooleanField(label=_("Xóa thao tác này"), required=False)

    def __init__(self, *args: Any, targets: Choices, kinds: Choices, row: Mapping[str, Any] | None, **kw: Any) -> None:
        super().__init__(*args, **kw)
        row = row or {}
        self.fields["next"].choices = targets  # type: ignore[attr-defined]
        known = {code for code, _title in kinds}
        own = [(row["key"], row["key"])] if row.get("key") and row["key"] not in known else []
        self.fields["kind"].choices = [("", _("Chỉ chuyển hồ sơ")), *own, *kinds]  # type: ignore[attr-defined]
        self.initial.update(_initial_words(row.get("title")))
        self.initial.update({need: need in row.get("needs", ()) for need in ("note", "signature", "number")})
        self.initial.update({"next": row.get("next", ""), "hurries": not row.get("waits", True)})
        self.initial["kind"] = row.get("key", "")
        self.take_condition(row.get("when"))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("next") and not data.get("title") and not data.get("remove"):
            self.add_error("title", _("Ghi tên thao tác, ví dụ “Trình lãnh đạo”."))
        return data

    def row(self, taken: set[str]) -> dict[str, Any] | None:
        """The action as the table keeps it; None when the row is empty or to be removed."""
        data = self.cleaned_data
        if data.get("remove") or not data.get("title"):
            return None
        key = data["kind"] or key_from(data["title"], taken)
        row: dict[str, Any] = {"key": key, "title": both(data), "next": data["next"]}
        if needs := [need for need in ("note", "signature", "number") if data[need]]:
            row["needs"] = needs
        if data["hurries"]:
            row["waits"] = False
        if self.condition:
            row["when"] = dict(self.condition)
        return row


class OpinionForm(Conditioned):
    """A question to another agency beside the step (lấy ý kiến, làm song song)."""

    title = _words(_("Nội dung hỏi hoặc việc phối hợp"), required=False)
    title_en = _words(_("Tên tiếng Anh"), required=False)
    place = forms.ChoiceField(label=_("Cơ quan được hỏi"), required=False)
    role = forms.ChoiceField(label=_("Vai trò trả lời"), required=False)
    hours = forms.IntegerField(label=_("Hạn trả lời, giờ làm việc"), min_value=1, max_value=4000, required=False)
    required = forms.BooleanField(label=_("Tự động hỏi khi vào bước"), required=False)
    consent = forms.BooleanField(label=_("Quá hạn không trả lời coi như đồng ý"), required=False)
    remove = forms.BooleanField(label=_("Xóa mục này"), required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(self, *args: Any, places: Choices, row: Mapping[str, Any] | None, **kw: Any) -> None:
        super().__init__(*args, **kw)
        row = row or {}
        self.fields["place"].choices = [("ask", _("Người xử lý chọn khi hỏi")), *places]  # type: ignore[attr-defined]
        self.fields["role"].choices = roles()  # type: ignore[attr-defined]
        self.initial.update(_initial_words(row.get("title")))
        self.initial.update(
            {
                "place": row.get("agency", "ask"),
                "role": row.get("role", "specialist"),
                "hours": row.get("hours", 16),
                "required": row.get("required", True),
                "consent": row.get("silence") == "consent",
                "key": row.get("key", ""),
            }
        )
        self.take_condition(row.get("when"))

    def row(self, taken: set[str]) -> dict[str, Any] | None:
        data = self.cleaned_data
        if data.get("remove") or not data.get("title"):
            return None
        row: dict[str, Any] = {
            "key": data["key"] or key_from(data["title"], taken),
            "title": both(data),
            "agency": data["place"] or "ask",
            "hours": data["hours"] or 16,
            "required": data["required"],
            "silence": "consent" if data["consent"] else "remind",
        }
        if data["role"] and data["role"] != "specialist":
            row["role"] = data["role"]
        if self.condition:
            row["when"] = dict(self.condition)
        return row


class StepForm(forms.Form):
    """A row of the table without its actions (bước)."""

    title = _words(_("Tên bước"))
    title_en = _words(_("Tên tiếng Anh"), required=False)
    role = forms.ChoiceField(label=_("Ai làm"))
    place = forms.ChoiceField(
        label=_("Ở đâu"), help_text=_("Cơ quan khác làm là bước liên thông: tính hạn và trễ hạn của cơ quan đó.")
    )
    hours = forms.IntegerField(
        label=_("Thời hạn, giờ làm việc"),
        min_value=0,
        max_value=4000,
        help_text=_("8 giờ là một ngày làm việc; 0 là trong ngày."),
        error_messages={
            "required": _("Nhập số giờ, ví dụ 16."),
            "invalid": _("Nhập số giờ, ví dụ 16."),
        },
    )
    product = _words(_("Sản phẩm"), required=False, help_text=_("Ví dụ: Tờ trình, Phiếu thẩm định."))
    product_en = _words(_("Sản phẩm, tiếng Anh"), required=False)
    may_return = forms.ChoiceField(
        label=_("Được trả lại"),
        choices=[
            ("any", _("Bước bất kỳ đã qua")),
            ("none", _("Không được")),
            ("listed", _("Chỉ các bước chọn dưới đây")),
        ],
    )
    returns = forms.MultipleChoiceField(label=_("Trả lại được về"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, data: Any, row: Mapping[str, Any], *, places: Choices, steps: Choices, **kw: Any) -> None:
        super().__init__(data, **kw)
        fields: Any = self.fields
        fields["role"].choices = roles()
        fields["place"].choices = [
            ("competent", _("Cơ quan có thẩm quyền")),
            ("room", _("Phòng chuyên môn của cơ quan có thẩm quyền")),
            ("intake", _("Nơi tiếp nhận hồ sơ")),
            *places,
        ]
        fields["returns"].choices = [one for one in steps if one[0] != row["key"]]
        returns = row.get("returns")
        self.initial.update(_initial_words(row["title"]) | _initial_words(row.get("product"), "product"))
        self.initial.update(
            {
                "role": row["role"],
                "place": "room" if row.get("room") else row["scope"],
                "hours": row["hours"],
                "may_return": "any" if returns is None else "listed" if returns else "none",
                "returns": returns or [],
            }
        )

    def row(self) -> dict[str, Any]:
        """The row without key, actions and opinions."""
        data = self.cleaned_data
        room = data["place"] == "room"
        row: dict[str, Any] = {
            "title": both(data),
            "role": data["role"],
            "scope": "competent" if room else data["place"],
            "hours": data["hours"],
        }
        if room:
            row["room"] = True
        if product := both(data, "product"):
            row["product"] = product
        if data["may_return"] != "any":
            row["returns"] = data["returns"] if data["may_return"] == "listed" else []
        return row


class Rows(BaseFormSet):
    """Forms of the rows there are, and some empty ones (các dòng)."""

    def __init__(self, data: Any, rows: list[Mapping[str, Any]], **common: Any) -> None:
        self.rows, self.common = rows, common
        super().__init__(data, initial=[{} for _row in rows], prefix=common.pop("prefix"))

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        row = self.rows[index] if index is not None and index < len(self.rows) else None
        return {**self.common, "row": row}

    def read(self) -> list[dict[str, Any]]:
        """The rows as typed, each with a key of its own unless conditions tell them apart."""
        found: list[dict[str, Any]] = []
        for form in self.forms:
            row = form.row({one["key"] for one in found})
            if row is not None:
                found.append(row)
        return found


ActionRows: Any = formset_factory(ActionForm, formset=Rows, extra=2, max_num=30, absolute_max=40)
OpinionRows: Any = formset_factory(OpinionForm, formset=Rows, extra=1, max_num=20, absolute_max=30)

OUTCOMES = ("issued", "refused", "declined", "cancelled")


def targets(sheet: Mapping[str, Any], key: str, names: Mapping[str, str], outcome_words: Any) -> Choices:
    """Where an action of step `key` may lead."""
    used = (a["next"] for row in sheet["steps"] for a in row["actions"])
    ends = dict.fromkeys((*OUTCOMES, *(one.removeprefix(END) for one in used if one.startswith(END))))
    return [
        ("", _("Chọn bước tiếp theo")),
        *((k, name) for k, name in names.items() if k != key),
        (key, _("Ở lại bước này")),
        *((END + one, _now("Kết thúc: %(how)s") % {"how": outcome_words(one)}) for one in ends),
    ]


def places(agencies: Any, rooms: Any) -> Choices:
    """Other agencies and rooms by key, as choices."""
    return [
        *((ROOM + key, _now("%(room)s của cơ quan có thẩm quyền") % {"room": name}) for key, name in rooms),
        *((NAMED + slug, name) for slug, name in agencies),
    ]
