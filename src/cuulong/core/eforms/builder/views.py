"""The workbench: pages and questions of a form, put together without code (màn hình soạn biểu mẫu)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cuulong.core.eforms.actions import drafts
from cuulong.core.eforms.builder import deeds
from cuulong.core.eforms.builder.conditions import ConditionForm
from cuulong.core.eforms.builder.forms import NamesForm, NewForm, PaperForm, QuestionForm, StepForm
from cuulong.core.eforms.builder.kinds import GROUPS, IN_GROUP, TITLES
from cuulong.core.eforms.builder.outline import outline, papers_of, row_of
from cuulong.core.eforms.builder.sheet import NoSuchPart, Sheet
from cuulong.core.eforms.models import FormDefinition, FormDraft
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

HISTORY_SHOWN = 15


def draft_of(code: str) -> FormDraft:
    """The form's draft; 404 without one."""
    return get_object_or_404(FormDraft.objects.select_related("form"), form__code=code)


@require_http_methods(["GET", "HEAD", "POST"])
@official_required("eforms.build")
def new(request: PersonRequest) -> HttpResponse:
    """Begin a form (tạo biểu mẫu)."""
    form = NewForm(request.POST or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        code, title = form.cleaned_data["code"], form.cleaned_data["title"]
        try:
            drafts.start_form(code, title, acting=request.acting, at=timezone.now())
            return redirect("eforms:build", code=code)
        except InputError as error:
            form.add_error("code", say(error))
    status = 422 if form.is_bound else 200
    return render(request, "eforms/builder/new.html", {"form": form}, status=status)


@require_POST
@official_required("eforms.build")
def open_form(request: PersonRequest, code: str) -> HttpResponse:
    """Take a published form to the workbench (mở bản soạn)."""
    form = get_object_or_404(FormDefinition, code=code)
    wanted = request.POST.get("version", "")
    version = form.versions.filter(n=int(wanted)).first() if wanted.isascii() and wanted.isdigit() else None
    try:
        drafts.open_draft(form, acting=request.acting, at=timezone.now(), version=version)
    except InputError as error:
        messages.error(request, say(error))
        return redirect("eforms:form", code=code)
    return redirect("eforms:build", code=code)


@require_http_methods(["GET", "HEAD", "POST"])
@official_required("eforms.build")
def build(request: PersonRequest, code: str) -> HttpResponse:
    """The whole form on the workbench; every button is one change that can be undone (soạn biểu mẫu)."""
    draft = draft_of(code)
    if request.method == "POST":
        return _do(request, draft)
    sheet = drafts.current(draft)
    edits = list(draft.edits.order_by("-n").defer("content")[:HISTORY_SHOWN])
    context = {
        "draft": draft,
        "sheet": sheet,
        "steps": outline(sheet),
        "papers": papers_of(sheet),
        "problems": [say(one) for one in sheet.problems()],
        "kinds": TITLES.items(),
        "edits": edits,
        "can_undo": any(one.n < draft.position for one in edits),
        "can_redo": any(one.n > draft.position for one in edits),
        "names_form": NamesForm(initial={"title": sheet.title, "title_en": sheet.title_en}),
    }
    return render(request, "eforms/builder/build.html", context)


def _do(request: PersonRequest, draft: FormDraft) -> HttpResponse:
    """One button of the workbench; back to where it was pressed."""
    back = reverse("eforms:build", args=[draft.form.code])
    if "undo" in request.POST or "redo" in request.POST:
        drafts.step_back(draft, -1 if "undo" in request.POST else 1, acting=request.acting)
        return redirect(back)
    place: list[str] = []
    try:
        alter = deeds.of_button(request.POST, place)
        draft = drafts.change(draft, alter, acting=request.acting, at=timezone.now())
    except NoSuchPart:
        messages.error(request, _("Phần này không còn trong bản soạn; có thể vừa bị xóa ở cửa sổ khác."))
    except InputError as error:
        messages.error(request, say(error))
    else:
        if any(name.endswith("_delete") for name in request.POST):
            messages.success(
                request, _("%(what)s. Nút Hoàn tác đưa trở lại.") % {"what": draft.edits.get(n=draft.position)}
            )
    here = request.POST.get("back", "")
    if here and place:
        return redirect(reverse("eforms:build_question", args=[draft.form.code, here]) + f"#{place[0]}")
    return redirect(back + (f"#{place[0]}" if place else ""))


@require_http_methods(["GET", "HEAD", "POST"])
@official_required("eforms.build")
def step(request: PersonRequest, code: str, key: str) -> HttpResponse:
    """One page: its names, and when it is asked (sửa bước)."""
    draft = draft_of(code)
    sheet = drafts.current(draft)
    one = _part(lambda: sheet.step(key))
    form = StepForm(request.POST or None, initial=one)
    shown = ConditionForm(request.POST or None, sheet, one.get("page_when"), _("Luôn hỏi bước này"), prefix="show")
    problem = ""
    if request.method == "POST" and form.is_valid() & shown.is_valid():
        alter = deeds.edit_step(key, form.store, shown.condition)
        if not (problem := _save(request, draft, alter)):
            return redirect(reverse("eforms:build", args=[code]) + f"#step-{key}")
    context = {"draft": draft, "step": one, "form": form, "shown": shown, "problem": problem, "seen": draft.position}
    return render(request, "eforms/builder/step.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@official_required("eforms.build")
def paper(request: PersonRequest, code: str, key: str) -> HttpResponse:
    """A slot for a paper: its words, and when it is asked for (sửa giấy tờ kèm theo)."""
    draft = draft_of(code)
    sheet = drafts.current(draft)
    one = _part(lambda: sheet.paper(key))
    form = PaperForm(request.POST or None, initial=one | {"is_optional": one.get("required") == "optional"})
    shown = ConditionForm(request.POST or None, sheet, one.get("when"), _("Theo lựa chọn bên trên"), prefix="show")
    problem = ""
    if request.method == "POST" and _all_valid(form, shown):
        alter = deeds.edit_paper(key, form.store, shown.condition)
        if not (problem := _save(request, draft, alter)):
            return redirect(reverse("eforms:build", args=[code]) + f"#paper-{key}")
    context = {"draft": draft, "paper": one, "form": form, "shown": shown, "problem": problem, "seen": draft.position}
    return render(request, "eforms/builder/paper.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@official_required("eforms.build")
def question(request: PersonRequest, code: str, path: str) -> HttpResponse:
    """One question: words, limits, when it is asked and required, own sentences (sửa câu hỏi)."""
    draft = draft_of(code)
    sheet = drafts.current(draft)
    _part(lambda: sheet.question(path))
    form = QuestionForm(request.POST or None, sheet, path)
    shown = required = None
    if not form.is_child:
        shown = ConditionForm(request.POST or None, sheet, sheet.show_when(path), _("Luôn hỏi"), prefix="show")
        required = _required_form(request, sheet, path) if form.kind != "computed" else None
    problem = ""
    if request.method == "POST" and _all_valid(form, shown, required):
        alter = deeds.edit_question(path, form.store, shown, required)
        if not (problem := _save(request, draft, alter)):
            return redirect(reverse("eforms:build", args=[code]) + f"#q-{path}")
    context = {
        "draft": draft,
        "path": path,
        "form": form,
        "shown": shown,
        "required": required,
        "problem": problem,
        "kind_title": TITLES[form.kind],
        "group": path.partition(".")[0] if form.is_child else "",
        "items": [row_of(sheet, f"{path}.{key}") for key in sheet.children(path)] if form.kind in GROUPS else None,
        "kinds": [(kind, TITLES[kind]) for kind in IN_GROUP],
        "seen": draft.position,
    }
    return render(request, "eforms/builder/question.html", context, status=422 if form.is_bound else 200)


def _all_valid(*parts: Any) -> bool:
    """Every part is asked, so that all errors are shown at once."""
    verdicts = [one.is_valid() for one in parts if one is not None]
    return all(verdicts)


def _required_form(request: PersonRequest, sheet: Sheet, path: str) -> ConditionForm:
    """Optional, always, or when a condition holds."""
    made = ConditionForm(
        request.POST or None, sheet, sheet.required_when(path), _("Không bắt buộc trả lời"), prefix="required"
    )
    made.allow_always(_("Luôn bắt buộc, mỗi khi câu này được hỏi"), sheet.is_required(path))
    return made


def _part(find: Any) -> dict[str, Any]:
    try:
        found: dict[str, Any] = find()
    except NoSuchPart as error:
        raise Http404 from error
    return found


def _save(request: PersonRequest, draft: FormDraft, alter: drafts.Alter) -> str:
    """Why it could not be saved; "" when it was."""
    seen = request.POST.get("seen", "")
    try:
        number = int(seen) if seen.isascii() and seen.isdigit() else None
        drafts.change(draft, alter, acting=request.acting, at=timezone.now(), seen=number)
    except NoSuchPart:
        return _("Phần này không còn trong bản soạn; có thể vừa bị xóa ở cửa sổ khác.")
    except InputError as error:
        return say(error)
    return ""
