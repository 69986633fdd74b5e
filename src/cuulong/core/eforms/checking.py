"""Check answers against a version of a form (kiểm tra tờ khai)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from cuulong.core.eforms.communes import asks_commune, communes
from cuulong.core.eforms.models import FormVersion
from cuulong.core.eforms.rules import violations
from cuulong.core.eforms.texts import sentences


@dataclass(frozen=True)
class FieldError:
    """One wrong answer: where, and what to do about it. `path` has dots: ``designers.0.name``."""

    path: str
    message: str


def check(version: FormVersion, data: Mapping[str, Any], step: str | None = None) -> list[FieldError]:
    """Everything wrong with the answers, one sentence a question, in the reader's language (kiểm tra tờ khai).

    `step` looks at one page only; without it all pages that the answers call for. Hidden answers are not looked at:
    store `version.shape.prune(data)`.
    """
    form = version.shape
    known = {code for code, _name in communes()} if asks_commune(form) else None
    texts = sentences(form, get_language() or "vi")
    return [FieldError(v.path, texts[v.pattern][v.keyword]) for v in violations(form, data, step, known)]
