"""Breadcrumbs, steps, tabs, pagers, facts, help, print (đường đi trên trang)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _

from ..help import help_of, help_text

register = template.Library()


@register.inclusion_tag("design/parts/crumbs.html")
def crumbs(*pairs: str) -> dict[str, object]:
    """`{% crumbs "Trang đầu" links.front "Đất và nhà" url %}`: the page itself is not repeated (đường dẫn)."""
    return {"crumbs": list(zip(pairs[::2], pairs[1::2], strict=True))}


@register.inclusion_tag("design/parts/back.html")
def back(url: str, label: str = "") -> dict[str, object]:
    """A link one step back (bước trước)."""
    return {"url": url, "label": label or _("Bước trước")}


@register.inclusion_tag("design/parts/steps.html")
def steps(now: int, total: int, what: str = "") -> dict[str, object]:
    """`{% steps 2 4 "Xin giấy phép xây nhà" %}`: "Bước 2 trên 4" in words; the bar is decoration (các bước)."""
    marks = ["is-done" if n < now else "is-now" if n == now else "" for n in range(1, total + 1)]
    return {"now": now, "total": total, "what": what, "marks": marks}


@register.inclusion_tag("design/parts/tabs.html")
def tabs(items: Iterable[Any], label: str = "") -> dict[str, object]:
    """Links {url, label, count, current} drawn as tabs (thẻ)."""
    return {"items": items, "label": label or _("Các phần của trang")}


@register.inclusion_tag("design/parts/facts.html")
def facts(items: Sequence[Any], kind: str = "") -> dict[str, object]:
    """Short facts {label, value, note, url, late} in one bordered row; `kind="stats"` for figures (dữ kiện)."""
    return {"items": items, "kind": kind}


@register.inclusion_tag("design/parts/details.html")
def details(items: Iterable[tuple[Any, Any]], wide: bool = False) -> dict[str, object]:
    """Pairs (label, value) as a definition list; empty values show a dash (thông tin chi tiết)."""
    return {"items": items, "wide": wide}


@register.inclusion_tag("design/parts/help.html", takes_context=True)
def help(context: template.Context, key: str = "") -> dict[str, object]:
    """`{% help "services.apply" %}`: words for this screen, and a number to call (trợ giúp)."""
    title, text = help_text(key)
    province = context.get("province") or {}
    return {"title": title, "text": text, "line": province.get("help_line", "1022")}


@register.inclusion_tag("design/parts/screen_help.html", takes_context=True)
def screen_help(context: template.Context, call: bool = False) -> dict[str, object]:
    """`{% screen_help %}`: what was registered for the screen shown; the frames bring it. `call`: and a number (trợ giúp)."""
    match = getattr(context.get("request"), "resolver_match", None)
    found = help_of(match.view_name) if match else None
    province = context.get("province") or {}
    return {
        "title": found[0] if found else "",
        "text": found[1] if found else "",
        "line": province.get("help_line", "1022") if call else "",
    }


@register.inclusion_tag("design/parts/print_button.html")
def print_button(label: str = "") -> dict[str, object]:
    """Shown only where scripts run; elsewhere the browser's own print does (nút in)."""
    return {"label": label or _("In trang này")}


@register.inclusion_tag("design/parts/confirm.html", takes_context=True)
def confirm(context: template.Context, action: str, cancel_url: str, gentle: bool = False) -> dict[str, object]:
    """The form of a confirm page: one button that says the result, one way back (xác nhận)."""
    return {"action": action, "cancel_url": cancel_url, "gentle": gentle, "csrf_token": context.get("csrf_token")}
