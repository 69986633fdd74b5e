"""Turning a template into words, in a sandbox that can neither load nor call anything (soạn nội dung thông báo)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.template import Context, Engine, TemplateSyntaxError
from django.template.base import FilterExpression, Node, NodeList, VariableNode
from django.utils import timezone, translation

from cuulong.core.registry import Message, get
from cuulong.lib.dates import short_date, short_datetime
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.money import format_number

from .models import Template

LONGEST = 10_000
_DEEPEST_LOOP = 2


class _Sandbox(Engine):
    default_builtins = ["cuulong.core.notifications.sandbox"]


# Plain text goes in and out: the mail's HTML is made from it, escaped, by the sender.
_engine = _Sandbox(dirs=[], app_dirs=False, loaders=[], autoescape=False, string_if_invalid="")


class BadTemplate(InputError):
    """A template that cannot be used, and why (mẫu thông báo sai)."""


def words(code: str, language: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Title and body of a message in `language`; falls back on the declared wording if the edited one breaks."""
    message = get(Message, code)
    with translation.override(language):
        declared_texts = str(message.subject), str(message.body)
        edited = in_force(code, language, timezone.localdate())
        try:
            title, body = (
                render(text, context) for text in ((edited.title, edited.body) if edited else declared_texts)
            )
        except Exception:
            if edited is None:
                raise
            title, body = (render(text, context) for text in declared_texts)
        return " ".join(title.split())[:300] or str(message.title), body.strip()


def in_force(code: str, language: str, day: date) -> Template | None:
    """The edited wording of a day; None where the declared one stands (mẫu đang dùng)."""
    last = Template.objects.filter(message=code, language=language, valid_from__lte=day).order_by("-valid_from").first()
    return last if last is not None and last.title else None


def render(source: str, context: Mapping[str, Any]) -> str:
    """The words of one text; values are made plain first, so a template reaches no object behind them."""
    return _engine.from_string(source).render(Context({key: _plain(value) for key, value in context.items()}))


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return short_datetime(timezone.localtime(value))
        case date():
            return short_date(value)
        case None:
            return ""
        case bool() | int() | str():
            return value
        case Decimal():
            return format_number(value)
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
    return str(value)


def check(text: str, code: str) -> None:
    """Refuse a text that would not render or that asks for what the event does not know. Raises BadTemplate."""
    if len(text) > LONGEST:
        raise BadTemplate("too_long", gettext_noop("Mẫu dài quá 10.000 ký tự. Rút ngắn lại."))
    known = fields_of(code)
    if unknown := _names(_parse(text).nodelist) - known:
        raise BadTemplate(
            "unknown_field",
            gettext_noop("Tin này không có trường %(field)s. Các trường dùng được: %(known)s."),
            field=", ".join(sorted(unknown)),
            known=", ".join(sorted(known)) or "–",
        )


def preview(text: str, code: str) -> str:
    """The text with each field's own name in its place."""
    lists = _lists(_parse(text).nodelist)
    return render(text, {name: [f"‹{name}›"] if name in lists else f"‹{name}›" for name in fields_of(code)})


def _parse(text: str) -> Any:
    try:
        template = _engine.from_string(text)
    except TemplateSyntaxError as error:
        raise BadTemplate(
            "syntax",
            gettext_noop("Mẫu viết chưa đúng: kiểm tra các dấu {{ }} và {%% %%}. Máy báo: %(error)s"),
            error=str(error),
        ) from error
    if _loop_depth(template.nodelist) > _DEEPEST_LOOP:
        raise BadTemplate("loops", gettext_noop("Mẫu lặp lồng nhau quá sâu."))
    return template


def fields_of(code: str) -> set[str]:
    """The names that the declared wording uses: what an edited one may use too."""
    message = get(Message, code)
    texts = (str(message.subject), str(message.body))
    return set().union(*(_names(_engine.from_string(text).nodelist) for text in texts))


def _names(nodes: NodeList) -> set[str]:
    """Names that the nodes take from the context, without a loop's own variable."""
    found: set[str] = set()
    for node in nodes:
        own = set(getattr(node, "loopvars", ())) | {"forloop"}
        for expression in _expressions(node):
            name = getattr(expression.var, "var", "")
            if isinstance(name, str) and getattr(expression.var, "lookups", None):
                found.add(expression.var.lookups[0])
        for nodelist in _inside(node):
            found |= _names(nodelist) - own
    return found


def _lists(nodes: NodeList) -> set[str]:
    """Names that the nodes loop over."""
    found: set[str] = set()
    for node in nodes:
        if hasattr(node, "sequence"):
            found.add(str(node.sequence.var))
        found = found.union(*map(_lists, _inside(node)))
    return found


def _inside(node: Node) -> list[NodeList]:
    return [nodes for attribute in node.child_nodelists if (nodes := getattr(node, attribute, None))]


def _expressions(node: Node) -> list[FilterExpression]:
    if isinstance(node, VariableNode):
        return [node.filter_expression]
    found = [node.sequence] if hasattr(node, "sequence") else []
    for condition, _branch in getattr(node, "conditions_nodelists", ()):
        found += _operands(condition)
    return found


def _operands(condition: Any) -> list[FilterExpression]:
    if condition is None:
        return []
    if hasattr(condition, "value") and isinstance(condition.value, FilterExpression):
        return [condition.value]
    return [found for side in ("first", "second") for found in _operands(getattr(condition, side, None))]


def _loop_depth(nodes: NodeList) -> int:
    deepest = 0
    for node in nodes:
        below = max(map(_loop_depth, _inside(node)), default=0)
        deepest = max(deepest, below + hasattr(node, "sequence"))
    return deepest
