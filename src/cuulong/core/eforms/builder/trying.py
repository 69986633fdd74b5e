"""A draft as the citizen will meet it, page by page; nothing is kept (xem thử như người dân)."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from cuulong.core.eforms.actions import drafts
from cuulong.core.eforms.builder.views import draft_of
from cuulong.core.eforms.checking import FieldError, check
from cuulong.core.eforms.conditions import holds
from cuulong.core.eforms.models import FormVersion
from cuulong.core.eforms.reading import read_step, rearranges
from cuulong.core.eforms.rendering import render_step, summary
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say

LONGEST_GIVEN = 200_000


@require_http_methods(["GET", "HEAD", "POST"])
@official_required("eforms.build")
def preview(request: PersonRequest, code: str) -> HttpResponse:
    """Fill the draft in as the citizen would; earlier answers travel in the page (xem thử như người dân)."""
    draft = draft_of(code)
    sheet = drafts.current(draft)
    context: dict[str, Any] = {"draft": draft, "title": sheet.name}
    if found := sheet.problems():
        return render(request, "eforms/builder/preview.html", context | {"problems": [say(one) for one in found]})
    version = FormVersion(form=draft.form, n=0, schema=sheet.schema, layout=sheet.layout)
    key, data, errors = _turn(version, request.POST)
    steps = version.shape.shown_steps(data)
    language = get_language() or "vi"
    context |= {
        "given": json.dumps(data, ensure_ascii=False),
        "key": key,
        "total": len(steps),
        "has_errors": bool(errors),
    }
    if key:
        keys = [one.key for one in steps]
        context["page"] = render_step(version, key, data, errors, language)
        context["number"] = keys.index(key) + 1 if key in keys else 1
        context["step_title"] = version.shape.step(key).title(language)
    else:
        context["summary"] = summary(version, data, language)
        context["papers"] = [one for one in sheet.papers if holds(one.get("when"), data)]
    return render(request, "eforms/builder/preview.html", context, status=422 if errors else 200)


def _turn(version: FormVersion, post: QueryDict) -> tuple[str, dict[str, Any], list[FieldError]]:
    """(page to show, answers so far, what is wrong); no page: all is answered."""
    form = version.shape
    data = _given(version, post)
    key = post.get("step", "")
    if key not in {one.key for one in form.steps}:
        return form.shown_steps({})[0].key if form.shown_steps({}) else form.steps[0].key, {}, []
    asked = {field.path for field in form.step(key).fields}
    data = {name: value for name, value in data.items() if name not in asked} | read_step(version, key, post)
    errors = [] if rearranges(post) or "back" in post else check(version, data, key)
    if errors or rearranges(post):
        return key, data, errors
    order = [one.key for one in form.steps]
    shown = [one.key for one in form.shown_steps(data)]
    at = order.index(key)
    if "back" in post:
        return next((one for one in reversed(shown) if order.index(one) < at), key), data, []
    return next((one for one in shown if order.index(one) > at), ""), data, []


def _given(version: FormVersion, post: QueryDict) -> dict[str, Any]:
    text = post.get("given", "")
    try:
        found = json.loads(text) if len(text) <= LONGEST_GIVEN else {}
    except (ValueError, RecursionError):
        found = {}
    return {k: v for k, v in found.items() if k in version.shape.fields} if isinstance(found, dict) else {}
