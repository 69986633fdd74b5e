"""Contextual help: any app registers words for its screens (trợ giúp theo ngữ cảnh)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

_HELP: dict[str, tuple[Words, Words]] = {"": (_("Cần người giúp?"), _("Cán bộ ở quầy điền giúp, không thu tiền."))}


def register_help(key: str, title: Words, text: Words) -> None:
    """Words for a screen, by the name of its route, or for `{% help key %}`; call it in AppConfig.ready() (trợ giúp)."""
    _HELP[key] = (title, text)


def help_of(screen: str) -> tuple[Words, Words] | None:
    """Title and text that were registered for a screen, by the name of its route (trợ giúp của màn hình)."""
    return _HELP.get(screen) if screen else None


def help_text(key: str) -> tuple[Words, Words]:
    """Title and text for a screen, the general ones when it has none of its own (lời trợ giúp)."""
    return _HELP.get(key, _HELP[""])
