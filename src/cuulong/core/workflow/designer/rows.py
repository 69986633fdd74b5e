"""The rows of a process as its table shows them (các dòng của bảng)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from cuulong.core.workflow.definition import Definition, in_language
from cuulong.core.workflow.designer.comparing import target_words
from cuulong.core.workflow.designer.words import condition_words
from cuulong.core.workflow.diagram import hours_words, role_title
from cuulong.core.workflow.places import place_names, place_words, scope_words


def rows_of(table: Definition) -> list[dict[str, Any]]:
    """Every step in words; ways that lead nowhere say so."""
    language, names = get_language() or "vi", place_names(table)
    return [
        {
            "key": step.key,
            "title": in_language(step.title, language),
            "role": role_title(step.role),
            "where": scope_words(step, names),
            "is_elsewhere": step.is_elsewhere,
            "hours": hours_words(step.hours),
            "product": in_language(step.product, language),
            "actions": [
                {
                    "title": in_language(action.title, language),
                    "to": "" if step.stays(action) else target_words(table, step, action),
                    "when": condition_words(action.when),
                }
                for action in step.actions
            ],
            "opinions": [
                {
                    "title": in_language(one.title, language),
                    "where": place_words(one.agency, names),
                    "hours": hours_words(one.hours),
                    "silence": one.silence,
                }
                for one in step.opinions
            ],
        }
        for step in table.steps
    ]
