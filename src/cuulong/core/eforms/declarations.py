"""What eforms declares to the house (khai báo)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.core.eforms.actions import drafts
from cuulong.core.eforms.models import FormDefinition, FormDraft, FormVersion
from cuulong.core.people.acting import Acting
from cuulong.core.registry import Kind, LogPhrase, MenuItem, Right, RouteSample


def _form_url(form: Any) -> str:
    return reverse("eforms:form", args=[form.code])


KINDS = (
    Kind(
        code=FormDefinition.ref_kind,
        title=_("biểu mẫu"),
        find=lambda uuid: FormDefinition.objects.filter(uuid=uuid).first(),
        url=_form_url,
    ),
    Kind(
        code=FormVersion.ref_kind,
        title=_("phiên bản biểu mẫu"),
        find=lambda uuid: FormVersion.objects.filter(uuid=uuid).select_related("form").first(),
        url=lambda version: f"{_form_url(version.form)}?version={version.n}",
    ),
    Kind(
        code=FormDraft.ref_kind,
        title=_("bản soạn biểu mẫu"),
        find=lambda uuid: FormDraft.objects.filter(uuid=uuid).select_related("form").first(),
        url=lambda draft: reverse("eforms:build", args=[draft.form.code]),
    ),
)

RIGHTS = (
    Right(
        code="eforms.read",
        title=_("Xem biểu mẫu điện tử"),
        roles=frozenset(
            {
                "intake_officer",
                "centre_director",
                "specialist",
                "head_of_division",
                "procedure_controller",
                "administrator",
                "auditor",
            }
        ),
        scope="province",
    ),
    Right(
        code="eforms.build",
        title=_("Soạn và ban hành biểu mẫu điện tử"),
        roles=frozenset({"procedure_controller", "administrator"}),
        scope="province",
    ),
)

PHRASES = (
    LogPhrase(code="eforms.draft.opened", sentence=_("Mở bản soạn biểu mẫu “{title}”")),
    LogPhrase(code="eforms.draft.changed", sentence=_("Sửa bản soạn biểu mẫu “{title}”: {what}")),
    LogPhrase(code="eforms.draft.undone", sentence=_("Hoàn tác một lần sửa bản soạn biểu mẫu “{title}”")),
    LogPhrase(code="eforms.draft.redone", sentence=_("Làm lại một lần sửa bản soạn biểu mẫu “{title}”")),
    LogPhrase(code="eforms.draft.discarded", sentence=_("Bỏ bản soạn biểu mẫu “{title}”")),
    LogPhrase(code="eforms.version.drafted", sentence=_("Soạn phiên bản {n} của biểu mẫu “{title}”")),
    LogPhrase(code="eforms.version.published", sentence=_("Ban hành phiên bản {n} của biểu mẫu “{title}”")),
    LogPhrase(code="eforms.version.retired", sentence=_("Thôi áp dụng phiên bản {n} của biểu mẫu “{title}”")),
)

MENU = (
    MenuItem(
        code="eforms.forms",
        title=_("Biểu mẫu điện tử"),
        short=_("Biểu mẫu"),
        group=_("Danh mục"),
        url_name="eforms:forms",
        icon="ui-checks",
        right="eforms.read",
        order=620,
    ),
)


def _sample_form() -> dict[str, str]:
    form = FormDefinition.objects.order_by("code").first()
    return {"code": form.code} if form else {}


def _sample_version() -> dict[str, Any]:
    version = FormVersion.objects.filter(state="published").select_related("form").order_by("form__code").first()
    return {"code": version.form.code, "n": version.n} if version else {}


def _sample_draft() -> dict[str, Any]:
    """A draft to walk through; the demo's one, or one opened for the walk."""
    draft = FormDraft.objects.select_related("form").order_by("form__code").first()
    if draft is None:
        form = FormDefinition.objects.order_by("code").first()
        if form is None:
            return {}
        draft = drafts.open_draft(form, acting=Acting.system("demo"), at=timezone.now())
    return {"code": draft.form.code}


def _sample_step() -> dict[str, Any]:
    draft = _sample_draft()
    sheet = drafts.current(FormDraft.objects.get(form__code=draft["code"]))
    return draft | {"key": sheet.steps[0]["key"]}


def _sample_question() -> dict[str, Any]:
    draft = _sample_draft()
    sheet = drafts.current(FormDraft.objects.get(form__code=draft["code"]))
    return draft | {"path": next(path for path in sheet.paths() if "." not in path)}


def _sample_paper() -> dict[str, Any]:
    draft = FormDraft.objects.get(form__code=_sample_draft()["code"])
    sheet = drafts.current(draft)
    if not sheet.papers:

        def alter(sheet: Any) -> drafts.Said:
            sheet.add_paper("Giấy tờ mẫu")
            return "", {}

        draft = drafts.change(draft, alter, acting=Acting.system("demo"), at=timezone.now())
        sheet = drafts.current(draft)
    return {"code": draft.form.code, "key": sheet.papers[0]["key"]}


BUILDER = "procedure_controller"
SAMPLES = (
    RouteSample(code="eforms:forms", role="specialist"),
    RouteSample(code="eforms:form", role="specialist", kwargs=_sample_form),
    RouteSample(code="eforms:compare", role="specialist", kwargs=_sample_form),
    RouteSample(code="eforms:export", role="specialist", kwargs=_sample_form),
    RouteSample(code="eforms:new", role=BUILDER),
    RouteSample(code="eforms:import", role=BUILDER),
    RouteSample(code="eforms:open", role=BUILDER, kwargs=_sample_form, method="POST", status=302),
    RouteSample(code="eforms:retire", role=BUILDER, kwargs=_sample_version),
    RouteSample(code="eforms:build", role=BUILDER, kwargs=_sample_draft),
    RouteSample(code="eforms:build_step", role=BUILDER, kwargs=_sample_step),
    RouteSample(code="eforms:build_question", role=BUILDER, kwargs=_sample_question),
    RouteSample(code="eforms:build_paper", role=BUILDER, kwargs=_sample_paper),
    RouteSample(code="eforms:build_preview", role=BUILDER, kwargs=_sample_draft),
    RouteSample(code="eforms:build_publish", role=BUILDER, kwargs=_sample_draft),
    RouteSample(code="eforms:build_discard", role=BUILDER, kwargs=_sample_draft),
)
