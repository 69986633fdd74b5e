"""Calling a verb from a form (gọi thao tác từ biểu mẫu)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from cuulong.design.errors import say
from cuulong.lib.errors import InputError


def done(form: forms.Form, verb: Callable[[], Any]) -> bool:
    """Whether the form was good and the verb went through; what it refused stands on the form, as typed."""
    if not form.is_valid():
        return False
    try:
        verb()
    except InputError as error:
        form.add_error(None, say(error))
        return False
    return True
