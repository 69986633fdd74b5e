"""Write a version of a form (soạn biểu mẫu); `versions.publish` puts it into force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from cuulong.core.eforms.definition import BadForm, problems
from cuulong.core.eforms.models import FormDefinition, FormVersion
from cuulong.core.eforms.versions import drafted
from cuulong.core.people.acting import Acting
from cuulong.lib.vietnamese import clean

LAYOUT = ("steps", "repeats", "prefill", "papers")


def went_on(code: str, schema: Mapping[str, Any], layout: Mapping[str, Any]) -> FormVersion | None:
    """The newest published version of a form that had this wording once and was changed on screen since (bản kế tiếp)."""
    kept = {word: layout[word] for word in LAYOUT if word in layout}
    versions = list(FormVersion.objects.filter(form__code=code).exclude(state="draft").order_by("n"))
    had = any((one.schema, one.layout) == (schema, kept) for one in versions[:-1])
    return versions[-1] if had else None


@transaction.atomic
def draft(
    code: str,
    title: str,
    schema: Mapping[str, Any],
    layout: Mapping[str, Any],
    *,
    acting: Acting,
    title_en: str = "",
) -> FormVersion:
    """Add a version that nobody fills yet; the same wording as the last one gives the last one (soạn biểu mẫu).

    `layout` is the `[form]` table of a procedure file. Raises BadForm with every problem found.
    """
    if found := problems(schema, layout):
        raise BadForm(found)
    layout = {word: layout[word] for word in LAYOUT if word in layout}
    names = {"title": clean(title), "title_en": clean(title_en)}
    form, _ = FormDefinition.objects.select_for_update().update_or_create(code=code, defaults=names)
    last = form.versions.order_by("-n").first()
    if last and (last.schema, last.layout) == (schema, layout):
        return last
    version = FormVersion.objects.create(form=form, n=last.n + 1 if last else 1, schema=schema, layout=layout)
    drafted(version, acting)
    return version
