"""What the controlling officer fills in about a paper and its database (biểu mẫu tra cứu thay giấy tờ)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cuulong.lib.lookups import Source

from .definition import PaperRule
from .models import ProcedureVersion


class LookupRuleForm(forms.Form):
    """Which database, why, on what ground, and no more fields than needed (đặt cơ sở dữ liệu)."""

    database = forms.ChoiceField(label=_("Cơ sở dữ liệu thay giấy tờ này"), required=False)
    purpose = forms.CharField(
        label=_("Mục đích"), max_length=300, required=False,
        help_text=_("Người nộp đọc sau chữ “để”, ví dụ: xác nhận quyền sử dụng đất."),
    )  # fmt: skip
    purpose_en = forms.CharField(label=_("Mục đích, tiếng Anh"), max_length=300, required=False)
    basis = forms.CharField(label=_("Căn cứ pháp lý"), max_length=300, required=False)
    ground = forms.ChoiceField(
        label=_("Tra cứu khi"),
        choices=[
            ("consent", _("Người nộp đồng ý (chỉ dữ liệu của chính họ)")),
            ("duty", _("Theo quy định, không cần hỏi")),
        ],
        widget=forms.RadioSelect,
    )
    about = forms.ChoiceField(label=_("Tra cứu về ai"), required=False)
    wanted = forms.MultipleChoiceField(
        label=_("Dữ liệu cần"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Chỉ chọn dữ liệu mà hồ sơ cần."),
    )  # fmt: skip

    def __init__(self, *args: Any, version: ProcedureVersion, sources: Sequence[Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        english = (get_language() or "vi").startswith("en")
        self.sources = {one.key: one for one in sources}
        named = [(one.key, one.name_en if english else one.name) for one in sources]
        choices: dict[str, Any] = dict(self.fields)
        choices["database"].choices = [("", _("Không tra cứu, người nộp đưa giấy tờ")), *named]
        numbers = [f for f in version.form.shape.all_fields() if f.widget == "id_number" and "*" not in f.path]
        language = "en" if english else "vi"
        choices["about"].choices = [("", _("Người nộp hồ sơ")), *((f.path, f.title(language)) for f in numbers)]
        choices["wanted"].choices = [
            (f"{one.key}:{key}", f"{one.name_en if english else one.name}: {titles[1 if english else 0]}")
            for one in sources
            for key, titles in one.fields.items()
        ]

    @staticmethod
    def initial_of(paper: PaperRule) -> dict[str, Any]:
        """A paper as the screen shows it."""
        rule = paper.lookup
        if rule is None:
            return {"ground": "consent"}
        return {
            "database": paper.replaced_by,
            "purpose": rule.purpose,
            "purpose_en": rule.purpose_en,
            "basis": rule.basis,
            "ground": rule.ground,
            "about": rule.about,
            "wanted": [f"{paper.replaced_by}:{key}" for key in rule.fields],
        }

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        database = said.get("database")
        if not database:
            return said
        if not said.get("purpose"):
            self.add_error("purpose", _("Nhập mục đích tra cứu."))
        if not said.get("basis"):
            self.add_error("basis", _("Nhập căn cứ pháp lý của việc tra cứu."))
        said["keys"] = [
            key for one, _colon, key in (w.partition(":") for w in said.get("wanted", ())) if one == database
        ]
        if not said["keys"]:
            self.add_error("wanted", _("Chọn ít nhất một dữ liệu của cơ sở dữ liệu đã chọn."))
        return said

    def setting(self) -> dict[str, Any]:
        """What `set_lookup` takes; {} for no database."""
        said = self.cleaned_data
        if not said["database"]:
            return {}
        source = self.sources[said["database"]]
        rule = {name: said[name] for name in ("purpose", "purpose_en", "basis", "ground", "about")}
        return {
            "register": {"key": source.key, "name": source.name, "name_en": source.name_en},
            "lookup": rule | {"fields": said["keys"]},
        }
