"""A process as a drawing (sơ đồ quy trình): SVG by presentation attributes only, so that a strict CSP lets it be.

Colours are the page's tokens. The same content stands as a table beside it on every screen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cuulong.core.registry import Role, declared
from cuulong.core.workflow.definition import END, Definition, StepDef, in_language
from cuulong.core.workflow.layout import BOX_HEIGHT, BOX_WIDTH, Arrow, Box, lay_out
from cuulong.core.workflow.models import Case, ProcessVersion

LINE = 27  # letters that fit into a box


@dataclass(frozen=True)
class Look:
    """How a box is drawn; the word in `note` says the same as the colours."""

    fill: str
    edge: str
    width: float
    note: str = ""


def svg(version: ProcessVersion, case: Case | None = None, language: str = "vi") -> SafeString:
    """The drawing of a version; with a case, where it has been and where it stands (sơ đồ quy trình)."""
    with translation.override(language):
        looks = _looks(version.table, case)
    return draw(version.table, str(version.process), str(version.pk), language, looks=looks)


def draw(
    table: Definition,
    title: str,
    mark: str,
    language: str,
    *,
    looks: Mapping[str, Look] | None = None,
    here: str = "",
) -> SafeString:
    """Any table as a drawing; `mark` is unlike that of other drawings on the page, `here` the step being written."""
    with translation.override(language):
        drawing = lay_out(table)
        looks = dict(looks or {})
        if here:
            looks[here] = Look("var(--song-50, #e7f2ef)", "var(--song, #0b5a54)", 4, _("đang sửa"))
        arrows = format_html_join("", "{}", ((_arrow(table, one, language),) for one in drawing.arrows))
        boxes = format_html_join(
            "", "{}", ((_box(table, box, looks.get(box.key), language),) for box in drawing.boxes.values())
        )
        return format_html(
            '<svg xmlns="http://www.w3.org/2000/svg" class="process-diagram" viewBox="0 0 {width} {height}"'
            ' width="{width}" height="{height}" role="img" aria-label="{label}">'
            '<defs><marker id="arrow-{n}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7"'
            ' orient="auto"><path d="M0 0 10 5 0 10z" fill="var(--muted, #4b5b55)"/></marker></defs>'
            '<g fill="none" stroke="var(--muted, #4b5b55)" stroke-width="1.5" marker-end="url(#arrow-{n})">{arrows}</g>'
            "{boxes}</svg>",
            width=round(drawing.width),
            height=round(drawing.height),
            label=_("Sơ đồ quy trình: %(title)s") % {"title": title},
            n=mark,
            arrows=arrows,
            boxes=boxes,
        )


def role_title(role: str) -> str:
    """A role's name on screen (tên vai trò)."""
    known = declared(Role)
    return str(known[role].title) if role in known else role


def hours_words(hours: int) -> str:
    """ "2 ngày làm việc", "4 giờ làm việc", "trong ngày" (thời hạn của bước)."""
    if not hours:
        return _("trong ngày")
    if hours % 8 == 0:
        return ngettext("%(n)d ngày làm việc", "%(n)d ngày làm việc", hours // 8) % {"n": hours // 8}
    return ngettext("%(n)d giờ làm việc", "%(n)d giờ làm việc", hours) % {"n": hours}


def outcome_words(outcome: str) -> str:
    """How a case can end, in words (kết cục)."""
    known = {
        "issued": _("Trả kết quả"),
        "refused": _("Trả văn bản từ chối"),
        "declined": _("Không tiếp nhận"),
        "cancelled": _("Dừng hẳn"),
    }
    return known.get(outcome, outcome)


def _looks(table: Definition, case: Case | None) -> dict[str, Look]:
    if case is None:
        return {}
    done = Look("var(--song-50, #e7f2ef)", "var(--song, #0b5a54)", 1.5, _("đã qua"))
    here = Look("var(--state-processing-bg, #d6ece8)", "var(--song, #0b5a54)", 4, _("đang ở đây"))
    looks = {}
    for step in case.steps.filter(kind="task").order_by("entered_at"):
        if step.key in table.by_key:
            looks[step.key] = here if step.is_open else done
    if case.outcome and not looks.get(END + case.outcome):
        looks[END + case.outcome] = here
    return looks


def _arrow(table: Definition, arrow: Arrow, language: str) -> SafeString:
    step = table[arrow.source]
    words = "; ".join(in_language(a.title, language) for a in step.actions if a.key in arrow.actions)
    points = " ".join(f"{x:g},{y:g}" for x, y in arrow.points)
    dash = ' stroke-dasharray="5 4"' if arrow.is_back else ""
    return format_html('<polyline points="{}"{}><title>{}</title></polyline>', points, SafeString(dash), words)


def _box(table: Definition, box: Box, look: Look | None, language: str) -> SafeString:
    ends = box.key.startswith(END)
    look = look or Look("var(--surface, #fff)", "var(--line-strong, #70817a)", 1.5)
    lines = list(_lines(table.by_key.get(box.key), box.key, look.note, language))
    top = box.y + (BOX_HEIGHT - 18 * len(lines)) / 2 + 14
    text = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="middle" font-size="{}" font-weight="{}" fill="{}">{}</text>',
        (
            (f"{box.middle:g}", f"{top + 18 * n:g}", size, weight, f"var(--{colour}, #14211e)", words)
            for n, (words, size, weight, colour) in enumerate(lines)
        ),
    )
    return format_html(
        '<g><rect x="{}" y="{}" width="{}" height="{}" rx="{}" fill="{}" stroke="{}" stroke-width="{}"/>{}</g>',
        f"{box.x:g}",
        f"{box.y:g}",
        BOX_WIDTH,
        BOX_HEIGHT,
        BOX_HEIGHT / 2 if ends else 8,
        look.fill,
        look.edge,
        look.width,
        text,
    )


def _lines(step: StepDef | None, key: str, note: str, language: str) -> Iterator[tuple[str, int, int, str]]:
    """(words, size, weight, colour token) of the lines in a box."""
    title = in_language(step.title, language) if step else outcome_words(key.removeprefix(END))
    for line in _wrapped(title):
        yield line, 14, 600, "text"
    if note:
        yield note, 12, 600, "song"
    elif step:
        yield f"{role_title(step.role)}, {hours_words(step.hours)}", 12, 400, "muted"


def _wrapped(title: str) -> list[str]:
    """At most two lines; a longer title ends with an ellipsis, the table beside has it whole."""
    if len(title) <= LINE:
        return [title]
    cut = title.rfind(" ", 0, LINE + 1)
    first, rest = (title[:cut], title[cut + 1 :]) if cut > 0 else (title[:LINE], title[LINE:])
    return [first, rest if len(rest) <= LINE else rest[: LINE - 1].rstrip() + "…"]
