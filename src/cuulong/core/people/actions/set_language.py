"""Choose the language of one's screens."""

from __future__ import annotations

from django.conf import settings

from cuulong.core.people.models import Account


def set_language(account: Account, language: str) -> None:
    """Keep the language of screens and messages; an unknown one is left aside (chọn ngôn ngữ)."""
    if language in dict(settings.LANGUAGES):
        account.language = language
        account.save(update_fields=["language"])
