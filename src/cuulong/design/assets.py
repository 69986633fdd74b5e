"""Browser assets that npm fetched: which folders are served, and icons to inline (tài nguyên trình duyệt)."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

SERVED = (
    "@cfworker/json-schema/dist/esm",
    "bootstrap/dist/css",
    "@fontsource/be-vietnam-pro/files",
    "@fontsource/ibm-plex-sans/files",
    "@fontsource/noto-sans-khmer/files",
)


def vendor_dirs(node_modules: Path) -> list[tuple[str, str]]:
    """Entries for STATICFILES_DIRS that expose only what pages use, under `vendor/` (tài nguyên ngoài)."""
    return [(f"vendor/{folder}", str(node_modules / folder)) for folder in SERVED]


def icon_svg(name: str, size: str = "") -> SafeString:
    """An outline icon of Bootstrap Icons as inline SVG, hidden from screen readers (biểu tượng).

    Raises LookupError for an unknown name: a word must stand beside every icon, so a typo is ours, not the reader's.
    """
    css = f"icon icon-{size}" if size else "icon"
    return format_html(
        '<svg class="{}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>', css, _paths(name)
    )


@cache
def _paths(name: str) -> SafeString:
    file = Path(settings.NODE_MODULES) / "bootstrap-icons" / "icons" / f"{name}.svg"
    if not name.replace("-", "").isalnum() or not file.is_file():
        raise LookupError(f"no icon named {name!r} in {file.parent}")
    text = file.read_text(encoding="utf-8")
    # The package's own file, fetched by us and not by a reader: safe to inline.
    return mark_safe(text[text.index(">") + 1 : text.rindex("</svg>")].strip())  # noqa: S308
