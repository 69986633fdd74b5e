"""Django forms in the house style: renderer and widgets (biểu mẫu)."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import django.forms
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cuulong.lib.dates import parse_date
from cuulong.lib.errors import InputError

Words = str | Promise
MOST_BYTES = 20_000_000
MOMENT = "%H:%M %d/%m/%Y"


class HouseRenderer(DjangoTemplates):
    """FORM_RENDERER: `{{ form }}` becomes error summary, then label, hint, error, input (bộ dựng biểu mẫu)."""

    form_template_name = "design/forms/form.html"
    field_template_name = "design/forms/field.html"
    formset_template_name = "design/forms/formset.html"

    @cached_property
    def engine(self) -> Any:
        ours = Path(__file__).parent / "templates"
        djangos = Path(django.forms.__file__).parent / "templates"
        return self.backend(
            {"APP_DIRS": True, "DIRS": [ours, djangos], "NAME": "houseforms", "OPTIONS": {}},
        )


class Hinted:
    """A choice's label with a hint below it (lựa chọn kèm lời dẫn)."""

    def __init__(self, label: Words, hint: Words) -> None:
        self.label, self.hint = label, hint

    def __str__(self) -> str:
        return str(self.label)


class DayInput(forms.DateInput):
    """One box for a day as 27/10/2026, for filters and short forms (ô ghi ngày).

    The browser's own picker is not used: it writes days in the browser's language, so that 10/05 could be May or
    October. ISO days from links and programs are read too; what is no day is kept as typed.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        shape = {"inputmode": "numeric", "placeholder": _("ngày/tháng/năm"), "autocomplete": "off", "class": "is-day"}
        super().__init__(shape | (attrs or {}))

    def format_value(self, value: Any) -> str:
        try:
            day = value if isinstance(value, dt.date) else parse_date(str(value or ""))
        except InputError:
            return str(value or "")
        return f"{day:%d/%m/%Y}"

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> str | None:
        typed = data.get(name)
        try:
            return parse_date(str(typed)).isoformat() if typed else None
        except InputError:
            return str(typed)


class ClockInput(forms.TimeInput):
    """One box for a time of day as 17:00, by 24 hours in every browser (ô ghi giờ)."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        shape = {"inputmode": "numeric", "placeholder": _("giờ:phút"), "autocomplete": "off", "class": "is-day"}
        super().__init__(shape | (attrs or {}), format="%H:%M")


class MomentInput(forms.DateTimeInput):
    """One box for a moment as 17:00 27/10/2026; a link may send it in ISO (ô ghi ngày giờ)."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        shape = {"placeholder": _("giờ:phút ngày/tháng/năm"), "autocomplete": "off", "class": "is-day"}
        super().__init__(shape | (attrs or {}), format=MOMENT)

    def format_value(self, value: Any) -> str:
        try:
            at = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value or ""))
        except ValueError:
            return str(value or "")
        return at.strftime(MOMENT)


class DateBoxes(forms.Widget):
    """Day, month and year in three boxes: the surest for a date one knows by heart (ngày trong ba ô).

    Incomplete or impossible input is kept as typed; the field's own error speaks.
    """

    template_name = "design/forms/date_boxes.html"
    use_fieldset = True
    parts = (
        ("day", pgettext_lazy("date part", "Ngày"), 2),
        ("month", pgettext_lazy("date part", "Tháng"), 2),
        ("year", pgettext_lazy("date part", "Năm"), 4),
    )

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        try:
            day = value if isinstance(value, dt.date) else dt.date.fromisoformat(value or "")
            typed = [str(day.day), str(day.month), str(day.year)]
        except ValueError:  # kept as typed, in as many boxes as there are parts
            typed = [*str(value or "").split("."), "", ""][:3]
        autofill = self.attrs.get("autocomplete")
        context["widget"]["invalid"] = context["widget"]["attrs"].get("aria-invalid")
        context["widget"]["boxes"] = [
            {
                "name": f"{name}_{part}",
                "id": f"{context['widget']['attrs'].get('id', name)}_{part}",
                "label": label,
                "size": size,
                "value": text,
                "autocomplete": f"{autofill}-{part}" if autofill else "",
            }
            for (part, label, size), text in zip(self.parts, typed, strict=True)
        ]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> str | None:
        typed = [str(data.get(f"{name}_{part}", "")).strip() for part, _label, _size in self.parts]
        if not any(typed):
            return data.get(name)  # an API or a link may send one ISO value
        try:
            return dt.date(int(typed[2]), int(typed[1]), int(typed[0])).isoformat()
        except ValueError:
            # Dots: no input format of Django's reads them, so 2.20.2026 can never pass as 20 February.
            return ".".join(text.replace(".", "") for text in typed)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> bool:
        return not any(f"{name}_{part}" in data for part, _label, _size in self.parts)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else id_


class Upload(forms.FileInput):
    """Camera and file are equal ways to hand in a paper (tải tệp lên).

    max_bytes warns before sending; the server still judges. `kept` lists files the server already has:
    {name, size, note, bad, url, remove} as in design/parts/file.html.
    """

    template_name = "design/forms/upload.html"

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        max_bytes: int = MOST_BYTES,
        accept: str = ".pdf,image/*",
        capture: bool = True,
        multiple: bool = False,
        kept: list[dict[str, Any]] | None = None,
    ) -> None:
        super().__init__({"accept": accept, **(attrs or {})})
        self.max_bytes, self.capture, self.several, self.kept = max_bytes, capture, multiple, kept or []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "max_bytes": self.max_bytes,
            "capture": self.capture,
            "several": self.several,
            "kept": self.kept,
        }
        return context

    def use_required_attribute(self, initial: Any) -> bool:
        # Either input may hold the file, so the browser must not insist on one of them.
        return False

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Any:
        sent = files.getlist(name) if hasattr(files, "getlist") else [files[name]] if name in files else []
        return sent if self.several else (sent[0] if sent else None)
