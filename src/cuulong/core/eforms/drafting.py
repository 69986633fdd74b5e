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
    layout = {word: layout[word] for word in ("steps", "repeats", "prefill", "papers") if word in layout}
    names = {"title": clean(title), "title_en": clean(title_en)}
    form, _ = FormDefinition.objects.select_for_update().update_or_create(code=code, defaults=names)
    last = form.versions.order_by("-n").first()
    if last and (last.schema, last.layout) == (schema, layout):
        return last
    version = FormVersion.objects.create(form=form, n=last.n + 1 if last else 1, schema=schema, layout=layout)
    drafted(version, acting)
    return version
