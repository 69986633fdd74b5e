"""Tell a case what its subject says now (cập nhật dữ kiện của quy trình)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from cuulong.core.workflow.models import Case


@transaction.atomic
def inform(case: Case, context: Mapping[str, Any]) -> Case:
    """Let the branches ahead look at new answers; where the case stands does not change (cập nhật dữ kiện)."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    case.context = {**case.context, **context}
    case.save(update_fields=["context"])
    return case
