"""Route or instruct many documents at once (chuyển nhiều văn bản)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import transaction

from cuulong.lib.errors import InputError

from ...records.models import Document


@dataclass
class Forwarded:
    """Which went on, and why the others did not (kết quả chuyển)."""

    done: list[Document] = field(default_factory=list)
    refused: list[tuple[Document, InputError]] = field(default_factory=list)


def forward(documents: Iterable[Document], verb: Callable[[Document], Document]) -> Forwarded:
    """Do one verb to each, every one in a transaction of its own: one that somebody else moved stops no other."""
    result = Forwarded()
    for document in documents:
        try:
            with transaction.atomic():
                result.done.append(verb(document))
        except InputError as error:
            result.refused.append((document, error))
    return result
