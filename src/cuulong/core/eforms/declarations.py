"""What eforms declares to the house (khai báo)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.core.eforms.models import FormDefinition, FormVersion
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
)

PHRASES = (
    LogPhrase(code="eforms.version.drafted", sentence=_("Soạn phiên bản {n} của biểu mẫu “{title}”")),
    LogPhrase(code="eforms.version.published", sentence=_("Ban hành phiên bản {n} của biểu mẫu “{title}”")),
    LogPhrase(code="eforms.version.retired", sentence=_("Thôi áp dụng phiên bản {n} của biểu mẫu “{title}”")),
)

MENU = (
    MenuItem(
        code="eforms.forms",
        title=_("Biểu mẫu điện tử"),
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


SAMPLES = (
    RouteSample(code="eforms:forms", role="specialist"),
    RouteSample(code="eforms:form", role="specialist", kwargs=_sample_form),
)
