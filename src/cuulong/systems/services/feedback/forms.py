"""Shapes of what people and officials type here (biểu mẫu nhập)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.design.errors import say
from cuulong.design.forms import Upload
from cuulong.lib.errors import InputError
from cuulong.lib.identity import parse_phone

from . import attachments
from .models import Score, SuggestionKind
from .rules import LONGEST

FEW, MANY = {"rows": 3}, {"rows": 8}


class FilesField(forms.Field):
    """Several files, each a paper or a picture (tệp gửi kèm)."""

    def __init__(self, hint: Any) -> None:
        super().__init__(label=_("Tệp gửi kèm"), required=False, help_text=hint)
        accept = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx"
        self.widget = Upload(accept=accept, multiple=True, max_bytes=attachments.heaviest())

    def clean(self, value: Any) -> list[Any]:
        return [one for one in value or [] if one is not None]


class WithFiles(forms.Form):
    """What all that people send may bear (gửi kèm tệp)."""

    hint: Any = _("PDF, ảnh, Word, Excel; nhiều nhất %(n)s tệp, mỗi tệp đến %(weight)s.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = self.hint % {"n": attachments.at_most(), "weight": attachments.what_is_taken()}
        self.fields["files"] = FilesField(said)
        names = [name for name in self.fields if name != "files"]
        last = next((n for n, name in enumerate(names) if name in {"sender_name", "name"}), len(names))
        self.order_fields([*names[:last], "files", *names[last:]])

    @property
    def sent_files(self) -> list[tuple[str, Any]]:
        """The files with their names (các tệp đã chọn)."""
        return [(str(one.name), one) for one in self.cleaned_data.get("files", [])]

    @property
    def said(self) -> dict[str, Any]:
        """What was typed, without the files (nội dung đã khai)."""
        return {key: value for key, value in self.cleaned_data.items() if key != "files"}

    def must_choose_again(self) -> None:
        """A browser forgets which files were chosen: say so when something else is wrong (chọn lại tệp)."""
        if self.errors and "files" not in self.errors and self.files:
            self.add_error("files", _("Chọn lại tệp: trình duyệt không giữ tệp khi tờ khai còn chỗ phải sửa."))


class PlaceField(forms.ModelChoiceField):
    """A body that people may write to (nơi nhận)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Agency.objects.none(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.short_name or obj.name)


class ContactForm(WithFiles):
    """Who sends it and how to reach them (người gửi)."""

    sender_name = forms.CharField(
        label=_("Họ và tên"), max_length=150, widget=forms.TextInput({"autocomplete": "name"})
    )
    sender_phone = forms.CharField(
        label=_("Số điện thoại"),
        max_length=20,
        required=False,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    sender_email = forms.EmailField(
        label=_("Thư điện tử"), required=False, widget=forms.EmailInput({"autocomplete": "email"})
    )

    def clean_sender_phone(self) -> str:
        try:
            typed = self.cleaned_data["sender_phone"]
            return parse_phone(typed).number if typed else ""
        except InputError as error:
            raise forms.ValidationError(say(error)) from error


class SuggestForm(ContactForm):
    """A suggestion (phản ánh, kiến nghị)."""

    kind = forms.ChoiceField(label=_("Ông/bà muốn gửi"), choices=SuggestionKind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Việc gì, nói ngắn gọn"), max_length=200)
    text = forms.CharField(label=_("Kể rõ hơn"), max_length=LONGEST, widget=forms.Textarea(MANY))
    agency = PlaceField(
        label=_("Nơi liên quan"), required=False, empty_label=_("Chưa rõ, nhờ cơ quan tiếp nhận chuyển")
    )
    field_order = ("kind", "title", "text", "agency", "sender_name", "sender_phone", "sender_email")


class ComplainForm(ContactForm):
    """A complaint (đơn khiếu nại)."""

    sender_address = forms.CharField(label=_("Địa chỉ"), max_length=300)
    agency = PlaceField(label=_("Cơ quan giải quyết"), empty_label=_("Chọn cơ quan"))
    against = forms.CharField(label=_("Khiếu nại quyết định hoặc việc làm nào"), max_length=300)
    title = forms.CharField(label=_("Tóm tắt"), max_length=200)
    text = forms.CharField(label=_("Nội dung, lý do"), max_length=LONGEST, widget=forms.Textarea(MANY))
    asks = forms.CharField(label=_("Yêu cầu giải quyết"), max_length=2000, widget=forms.Textarea(FEW))
    field_order = (
        "agency",
        "against",
        "title",
        "text",
        "asks",
        "sender_name",
        "sender_address",
        "sender_phone",
        "sender_email",
    )


class DenounceForm(WithFiles):
    """A denunciation; who denounces goes into a table apart (đơn tố cáo)."""

    hint = _(
        "PDF, ảnh, Word, Excel; nhiều nhất %(n)s tệp, mỗi tệp đến %(weight)s. "
        "Tên tệp không được giữ lại; hãy xem trong tệp có tên của ông/bà không."
    )

    agency = PlaceField(
        label=_("Nơi giải quyết"), required=False, empty_label=_("Chưa rõ, nhờ cơ quan tiếp nhận chuyển")
    )
    against = forms.CharField(label=_("Tố cáo ai, cơ quan nào"), max_length=300)
    title = forms.CharField(label=_("Tóm tắt"), max_length=200)
    text = forms.CharField(label=_("Hành vi vi phạm, khi nào, ở đâu"), max_length=LONGEST, widget=forms.Textarea(MANY))
    name = forms.CharField(label=_("Họ và tên người tố cáo"), max_length=150)
    address = forms.CharField(label=_("Địa chỉ"), max_length=300)
    phone = forms.CharField(label=_("Số điện thoại"), max_length=20, required=False)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)


class CodeForm(forms.Form):
    """The code that was sent to the guest (mã xác nhận)."""

    code = forms.RegexField(
        r"^\s*\d{6}\s*$",
        label=_("Mã xác nhận"),
        error_messages={"invalid": _("Mã gồm 6 chữ số.")},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class FindForm(forms.Form):
    """The sender's code (mã tra cứu)."""

    code = forms.CharField(
        label=_("Mã tra cứu"), max_length=30, help_text=_("16 chữ và số, ghi trong tin báo khi gửi.")
    )


class RateForm(forms.Form):
    """One short rating (phiếu đánh giá)."""

    score = forms.TypedChoiceField(
        label=_("Ông/bà có hài lòng với việc giải quyết hồ sơ này không?"),
        choices=Score.choices, coerce=int, widget=forms.RadioSelect,
    )  # fmt: skip
    attitude = forms.TypedChoiceField(
        label=_("Thái độ của cán bộ thế nào?"), choices=Score.choices, coerce=int, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=_("Điều cần góp ý"), required=False, max_length=1000, widget=forms.Textarea(FEW),
        help_text=_("Chỉ lãnh đạo cơ quan đọc; không ghi tên người góp ý."),
    )  # fmt: skip


class NoteForm(forms.Form):
    """Words of an act; `wanted` when it may not be empty (nội dung xử lý)."""

    note = forms.CharField(label=_("Nội dung"), required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 4}))

    def __init__(self, *args: Any, label: Any = "", wanted: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = wanted
        if label:
            self.fields["note"].label = label


class ForwardForm(NoteForm):
    """To which agency, and why (chuyển cơ quan khác)."""

    agency = PlaceField(label=_("Cơ quan có thẩm quyền"), empty_label=_("Chọn cơ quan"))
    field_order = ("agency", "note")


class AcceptForm(NoteForm):
    """A complaint is taken up (thụ lý khiếu nại)."""

    is_complex = forms.BooleanField(label=_("Vụ việc phức tạp, tính thời hạn dài hơn"), required=False)


class DecideForm(NoteForm):
    """The decision and its number (quyết định)."""

    number = forms.CharField(label=_("Số quyết định"), max_length=40)
    field_order = ("number", "note")


class PublishForm(forms.Form):
    """What everybody will read (nội dung công khai)."""

    title = forms.CharField(label=_("Tiêu đề công khai"), max_length=200)
    text = forms.CharField(label=_("Nội dung công khai"), max_length=LONGEST, widget=forms.Textarea(MANY))
    reply = forms.CharField(label=_("Trả lời công khai"), max_length=LONGEST, widget=forms.Textarea(MANY))
