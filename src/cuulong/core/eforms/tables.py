"""The list of forms (danh sách biểu mẫu)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.core.eforms.models import FormDefinition, FormVersion
from cuulong.design.tables import Column, Table
from cuulong.lib.vietnamese import fold


class Search(forms.Form):
    """Find by code or title, accents or not."""

    q = forms.CharField(label=_("Tìm theo mã, tên"), required=False, widget=forms.TextInput(attrs={"type": "search"}))


def found_by_words(queryset: QuerySet[Any], typed: str) -> QuerySet[Any]:
    """Rows whose code or titles hold every word; for catalogues so small that they are matched in the program."""
    words = fold(typed).split()
    if not words:
        return queryset
    rows = queryset.values_list("pk", "code", "title", "title_en")
    return queryset.filter(pk__in=[pk for pk, *texts in rows if all(word in fold(" ".join(texts)) for word in words)])


class Forms(Table):
    """Forms with the version in force today."""

    caption = _("Biểu mẫu điện tử")
    order = "code"
    filters = Search
    file_name = "bieu-mau"
    empty_title = _("Chưa có biểu mẫu nào")
    empty_text = _("Biểu mẫu nạp từ danh mục thủ tục của tỉnh sẽ hiện ở đây.")

    title = Column(_("Tên"), str, url=lambda row: reverse("eforms:form", args=[row.code]))
    code = Column(_("Mã"), "code", sort="code", kind="code")
    version = Column(_("Phiên bản"), "in_force", kind="number")
    since = Column(_("Áp dụng từ"), lambda row: row.valid and row.valid.lower, kind="day")

    def narrow(self, queryset: QuerySet[Any], wanted: dict[str, Any]) -> QuerySet[Any]:
        return found_by_words(queryset, wanted.get("q") or "")


def all_forms() -> QuerySet[FormDefinition]:
    """All forms with the number and days of the version in force today."""
    today = FormVersion.objects.in_force(timezone.localdate()).filter(form=OuterRef("pk"))
    return FormDefinition.objects.annotate(
        in_force=Subquery(today.values("n")[:1]), valid=Subquery(today.values("valid")[:1])
    )
