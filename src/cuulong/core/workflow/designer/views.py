"""The workbench: the table of a process, its drawing beside it, one change at a time (màn hình soạn quy trình)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.core.registry import Role, declared
from cuulong.core.workflow.actions import drafts
from cuulong.core.workflow.definition import in_language, read
from cuulong.core.workflow.designer import sheet as deeds
from cuulong.core.workflow.designer.forms import (
    ActionRows,
    AddForm,
    NewForm,
    OpinionRows,
    StepForm,
    places,
    targets,
)
from cuulong.core.workflow.designer.rows import rows_of
from cuulong.core.workflow.diagram import draw, outcome_words
from cuulong.core.workflow.models import Process, ProcessDraft, ProcessVersion
from cuulong.core.workflow.rules import problems
from cuulong.design.errors import say
from cuulong.lib.errors import InputError

DESIGN = drafts.DESIGN
ELSEWHERE = (
    AgencyKind.PROVINCIAL_BODY,
    AgencyKind.CENTRAL_BODY,
    AgencyKind.COMMUNE,
    AgencyKind.CENTRE,
    AgencyKind.UNIT,
)


def draft_of(code: str) -> ProcessDraft:
    """The draft of a process; 404 without one."""
    return get_object_or_404(ProcessDraft.objects.select_related("process"), process__code=code)


def names_of(sheet: deeds.Sheet) -> dict[str, str]:
    """key → title of the steps, in the reader's language."""
    return {row["key"]: in_language(row["title"], get_language() or "vi") for row in sheet["steps"]}


def check(sheet: deeds.Sheet) -> list[str]:
    """What keeps the draft from being published, as sentences."""
    return [say(one) for one in problems(sheet, set(declared(Role)))]


def picture(draft: ProcessDraft, here: str = "") -> Any:
    """The drawing of what can be drawn of a draft."""
    table = deeds.drawable(draft.definition)
    return draw(table, str(draft.process), f"d{draft.pk}", get_language() or "vi", here=here) if table else ""


@require_http_methods(["GET", "HEAD", "POST"])
@official_required(DESIGN)
def new(request: PersonRequest) -> HttpResponse:
    """Begin a process (tạo quy trình)."""
    form = NewForm(request.POST or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            drafts.begin_process(data["code"], data["title"], acting=request.acting, at=timezone.now())
            return redirect("workflow:design", code=data["code"])
        except InputError as error:
            form.add_error("code", say(error))
    return render(request, "workflow/designer/new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@official_required(DESIGN)
def open_process(request: PersonRequest, code: str) -> HttpResponse:
    """Take a process to the workbench as one of its versions says (mở bản soạn)."""
    process = get_object_or_404(Process, code=code)
    wanted = request.POST.get("version", "")
    version = process.versions.filter(n=int(wanted)).first() if wanted.isascii() and wanted.isdigit() else None
    drafts.open_draft(process, acting=request.acting, at=timezone.now(), version=version)
    return redirect("workflow:design", code=code)


@require_http_methods(["GET", "HEAD", "POST"])
@official_required(DESIGN)
def design(request: PersonRequest, code: str) -> HttpResponse:
    """The whole table, what is wrong with it, and its drawing (soạn quy trình)."""
    draft = draft_of(code)
    names = names_of(draft.definition)
    adding = request.method == "POST" and "add" in request.POST
    form = AddForm(request.POST if adding else None, steps=list(names.items()))
    if request.method == "POST" and not adding:
        return _press(request, draft)
    if adding and form.is_valid():
        key = deeds.key_from(form.cleaned_data["title"], set(names))
        deed = deeds.add_step(form.cleaned_data["title"], key, form.cleaned_data["after"])
        if not (problem := _change(request, draft, deed)):
            return redirect("workflow:design_step", code=code, key=key)
        form.add_error(None, problem)
    context = {
        "draft": draft,
        "rows": rows_of(read(draft.definition)),
        "start": draft.definition["start"],
        "problems": check(draft.definition),
        "diagram": picture(draft),
        "form": form,
    }
    return render(request, "workflow/designer/design.html", context, status=422 if form.is_bound else 200)


BUTTONS: dict[str, Callable[[str], deeds.Deed]] = {
    "up": lambda key: deeds.move_step(key, -1),
    "down": lambda key: deeds.move_step(key, 1),
    "start": deeds.start_at,
    "remove": deeds.remove_step,
}


def _press(request: PersonRequest, draft: ProcessDraft) -> HttpResponse:
    """One button of a row."""
    for name, make in BUTTONS.items():
        if key := request.POST.get(name):
            if problem := _change(request, draft, make(key)):
                messages.error(request, problem)
            break
    return redirect("workflow:design", code=draft.process.code)


def _change(request: PersonRequest, draft: ProcessDraft, deed: deeds.Deed) -> str:
    """Do a deed on the draft the page showed; the sentence when it is refused."""
    seen = request.POST.get("seen", "")
    position = int(seen) if seen.isascii() and seen.isdigit() else None
    try:
        drafts.change(draft, deed, acting=request.acting, at=timezone.now(), seen=position)
    except InputError as error:
        return say(error)
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
@official_required(DESIGN)
def step(request: PersonRequest, code: str, key: str) -> HttpResponse:
    """One row: who, where, how long, what comes out, what may be done, whom to ask (sửa bước)."""
    draft = draft_of(code)
    sheet = deeds.Sheet(draft.definition)
    try:
        row = deeds.row_of(sheet, key)
    except deeds.NoSuchStep as error:
        raise Http404 from error
    form, actions, opinions = _forms(request.POST if request.method == "POST" else None, sheet, row)
    problem = ""
    if form.is_bound and all([form.is_valid(), actions.is_valid(), opinions.is_valid()]):
        new_row = form.row() | {"actions": actions.read()}
        if asked := opinions.read():
            new_row["parallel"] = asked
        if not (problem := _change(request, draft, deeds.put_step(key, new_row))):
            if "stay" in request.POST:
                return redirect("workflow:design_step", code=code, key=key)
            return redirect(reverse("workflow:design", args=[code]) + f"#step-{key}")
    context = {
        "draft": draft,
        "name": names_of(sheet)[key],
        "form": form,
        "actions": actions,
        "opinions": opinions,
        "problem": problem,
        "diagram": picture(draft, here=key),
        "has_errors": form.is_bound,
        "seen": ProcessDraft.objects.values_list("position", flat=True).get(pk=draft.pk),
    }
    return render(request, "workflow/designer/step.html", context, status=422 if form.is_bound else 200)


def _forms(data: QueryDict | None, sheet: deeds.Sheet, row: dict[str, Any]) -> tuple[Any, Any, Any]:
    names = names_of(sheet)
    today = timezone.localdate()
    living = Agency.objects.filter(valid__contains=today)
    rooms = dict(living.filter(kind=AgencyKind.ROOM).exclude(key="").order_by("key").values_list("key", "name"))
    elsewhere = places(
        living.filter(kind__in=ELSEWHERE).order_by("kind", "name").values_list("slug", "name"), rooms.items()
    )
    elsewhere += _kept(row, dict(elsewhere))
    leads = targets(sheet, row["key"], names, outcome_words)
    if any(action["next"] and action["next"] not in dict(leads) for action in row["actions"]):
        leads += [(a["next"], a["next"]) for a in row["actions"] if a["next"] not in dict(leads)]
    return (
        StepForm(data, row, places=elsewhere, steps=list(names.items())),
        ActionRows(data, row["actions"], prefix="actions", targets=leads, kinds=_kinds()),
        OpinionRows(data, row.get("parallel", []), prefix="opinions", places=elsewhere),
    )


def _kept(row: dict[str, Any], known: dict[str, Any]) -> list[tuple[str, Any]]:
    """Places the row names that are no longer, or not yet, there: kept as they are written."""
    written = [row["scope"], *(one["agency"] for one in row.get("parallel", []))]
    return [(one, one) for one in dict.fromkeys(written) if ":" in one and one not in known]


def _kinds() -> list[tuple[str, Any]]:
    """The kinds of action in use, which the systems know how to serve: sign, number, hand over."""
    language = get_language() or "vi"
    found: dict[str, str] = {}
    for definition in (
        ProcessVersion.objects.exclude(state="draft").order_by("-pk").values_list("definition", flat=True)[:100]
    ):
        for row in definition["steps"]:
            for action in row["actions"]:
                found.setdefault(action["key"], in_language(action["title"], language))
    return sorted(found.items(), key=lambda one: one[1])
