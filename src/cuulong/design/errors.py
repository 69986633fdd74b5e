"""Telling people why something was refused (câu báo lỗi)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from django.utils.translation import gettext


class Refusal(Protocol):
    """A sentence with the words that fill it: an InputError, or a line of an import's report."""

    @property
    def message(self) -> str: ...

    @property
    def params(self) -> Mapping[str, Any]: ...


def say(refusal: Refusal) -> str:
    """The sentence in the reader's language (câu báo lỗi)."""
    sentence = gettext(refusal.message)
    return sentence % refusal.params if refusal.params else sentence
