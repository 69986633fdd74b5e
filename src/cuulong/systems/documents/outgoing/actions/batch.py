"""Several documents at once, each with its own outcome (xử lý hàng loạt)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied

from cuulong.core.people.acting import Acting
from cuulong.core.workflow.models import Step
from cuulong.lib.errors import InputError

from ...records.models import Document
from .sign import sign
from .step import walk


@dataclass(frozen=True)
class Outcome:
    """What became of one of them; `problem` is empty when it went on (kết quả từng văn bản)."""

    document: Document
    problem: InputError | PermissionDenied | None = None


def forward_many(
    chosen: Iterable[tuple[Document, Step, str]], *, acting: Acting, at: datetime, note: str = ""
) -> list[Outcome]:
    """Approve or send on several, each at its own step with its own action (chuyển, duyệt hàng loạt)."""
    common: dict[str, Any] = {"acting": acting, "at": at, "revision": None, "note": note}
    return [_try(one, partial(walk, one, step, key, **common)) for one, step, key in chosen]


def sign_many(chosen: Iterable[tuple[Document, Step]], *, pin: str, acting: Acting, at: datetime) -> list[Outcome]:
    """Sign several with the PIN typed once; one that cannot be signed keeps none of the others (ký hàng loạt)."""
    common: dict[str, Any] = {"acting": acting, "at": at, "revision": None, "pin": pin}
    return [_try(one, partial(sign, one, step, **common)) for one, step in chosen]


def _try(document: Document, act: Callable[[], Document]) -> Outcome:
    try:
        return Outcome(act())
    except (InputError, PermissionDenied) as error:
        return Outcome(document, error)
