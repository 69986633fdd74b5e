"""What happens to forms, told to whoever listens (sự kiện của biểu mẫu)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from cuulong.lib.facts import Fact, Ref


@dataclass(frozen=True, kw_only=True, slots=True)
class FormPublished(Fact):
    """A wording of a form was put into force from a day on (ban hành biểu mẫu)."""

    name: ClassVar[str] = "eforms.form_published"

    subject: Ref
    wording: Ref
    valid_from: date
