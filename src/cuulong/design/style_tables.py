"""The sample list of the style page, over rows every installation has (bảng mẫu)."""

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from .tables import Column, Table


class KindFilter(forms.Form):
    """Filters stand above the list and live in the address (bộ lọc)."""

    app_label = forms.CharField(label=_("Phần"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    model__icontains = forms.CharField(
        label=_("Tìm trong danh sách"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    pk__gte = forms.IntegerField(label=_("Số từ"), required=False, min_value=1)


class Kinds(Table):
    """Kinds of rows the database keeps (loại dữ liệu)."""

    caption = _("Loại dữ liệu của hệ thống")
    order = "model"
    page_size = 8
    filters = KindFilter
    file_name = "loai-du-lieu"

    number = Column(_("Số"), "pk", sort="pk", kind="number")
    model = Column(_("Loại"), "model", sort="model", url=lambda row: f"#{row.model}")
    part = Column(_("Phần"), "app_label", sort="app_label", kind="code")
    state = Column(_("Trạng thái"), "id", template="design/style/parts/state_cell.html", export="")

    def row_css(self, row: ContentType) -> str:
        return "is-late" if row.pk % 7 == 0 else ""
