"""A form from a file: ours, or Form.io's with a report of every component (nhập biểu mẫu từ tệp)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cuulong.core.eforms.actions import drafts
from cuulong.core.eforms.builder import deeds
from cuulong.core.eforms.builder.exchange import LARGEST, BadFile, is_ours, read_json, read_packet
from cuulong.core.eforms.builder.forms import CODE, NewForm
from cuulong.core.eforms.builder.sheet import Sheet
from cuulong.core.eforms.formio import reading
from cuulong.core.eforms.formio.finding import forms_in
from cuulong.core.eforms.models import FormDefinition, FormDraft
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.core.people.acting import Acting
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

OUTCOMES = {
    reading.TAKEN: gettext_lazy("Nhập được"),
    reading.CHANGED: gettext_lazy("Nhập, có thay đổi"),
    reading.LEFT: gettext_lazy("Không nhập được"),
}


class FileForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("Tệp JSON"),
        help_text=gettext_lazy("Tệp xuất từ hệ thống này, hoặc biểu mẫu Form.io, Open Forms."),
    )


@dataclass
class Taken:
    """One form of the file: its sheet, or why there is none, and the report."""

    title: str
    code: str = ""
    problem: str = ""
    sheet: Sheet | None = None
    rows: list[tuple[reading.Row, str, list[str]]] = field(default_factory=list)
    counts: str = ""

    @property
    def content(self) -> str:
        return json.dumps(self.sheet.raw, ensure_ascii=False) if self.sheet else ""

    @property
    def problems(self) -> list[str]:
        return [say(one) for one in self.sheet.problems()] if self.sheet else []

    @property
    def can_be_kept(self) -> bool:
        return self.sheet is not None and bool(self.sheet.schema["properties"])


def read_file(content: bytes) -> list[Taken]:
    """Every form of a file, with what became of each component. Raises InputError when there is none."""
    data = read_json(content)
    if is_ours(data):
        packet = read_packet(data)
        sheet = Sheet.of(packet.content)
        return [Taken(sheet.title, packet.code, sheet=sheet)]
    return [_taken(one) for one in forms_in(data)]


def _taken(found: Any) -> Taken:
    try:
        made = reading.read(found)
    except BadFile as error:
        return Taken(found.title, problem=say(error))
    rows = [(row, str(OUTCOMES[row.outcome]), [_(note) for note in row.notes]) for row in made.rows]
    counts = " · ".join(f"{words}: {made.count(outcome)}" for outcome, words in OUTCOMES.items())
    return Taken(made.sheet.title, sheet=made.sheet, rows=rows, counts=counts)


def keep(content: Any, code: str, title: str, file: str, *, acting: Acting) -> FormDraft:
    """The imported form on the workbench: a new one, or as one undoable change of a form that is there.

    Raises InputError.
    """
    sheet = Sheet.of(content)
    sheet.title = title or sheet.title
    now = timezone.now()
    existing = FormDefinition.objects.filter(code=code).first()
    if existing is None:
        return drafts.start_form(code, sheet.title or code, acting=acting, at=now, content=sheet.raw)
    draft = drafts.open_draft(existing, acting=acting, at=now)
    return drafts.change(draft, deeds.replace(sheet.raw, file), acting=acting, at=now)


@require_http_methods(["GET", "HEAD", "POST"])
@official_required("eforms.build")
def import_form(request: PersonRequest) -> HttpResponse:
    """Send a file, read the report, keep a form (nhập biểu mẫu)."""
    if "content" in request.POST:
        return _keep(request)
    form = FileForm(request.POST or None, request.FILES or None)
    taken: list[Taken] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > LARGEST:
                raise BadFile("large", _("Tệp lớn quá %(top)d MB."), top=LARGEST // 1_000_000)
            taken = read_file(file.read())
        except InputError as error:
            form.add_error("file", say(error))
    name = form.cleaned_data["file"].name if taken else ""
    context = {"form": form, "taken": taken, "file": name}
    return render(request, "eforms/builder/import.html", context, status=422 if form.is_bound and form.errors else 200)


def _keep(request: PersonRequest) -> HttpResponse:
    code, file = request.POST.get("code", ""), request.POST.get("file", "")[:200]
    names = NewForm({"code": code, "title": request.POST.get("title", "")})
    problem = ""
    if not names.is_valid():
        problem = " ".join(str(one) for errors in names.errors.values() for one in errors)
    try:
        content = read_json(request.POST["content"].encode())
        if not (isinstance(content, dict) and {"schema", "layout"} <= set(content)):
            raise BadFile("parts", _("Tệp thiếu phần schema hoặc layout của biểu mẫu."))
        if not problem and CODE.fullmatch(code):
            keep(content, code, names.cleaned_data["title"], file, acting=request.acting)
            messages.success(request, _("Đã đưa biểu mẫu vào bản soạn. Xem lại rồi ban hành."))
            return redirect("eforms:build", code=code)
        sheet = Sheet.of(content)
    except InputError as error:
        return render(
            request, "eforms/builder/import.html", {"form": FileForm(), "taken": [], "problem": say(error)}, status=422
        )
    again = Taken(request.POST.get("title", ""), code, problem, sheet)
    return render(
        request, "eforms/builder/import.html", {"form": FileForm(), "taken": [again], "file": file}, status=422
    )
