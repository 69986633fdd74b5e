"""Patterns that mean the same in Python and in a browser (biểu thức khớp)."""

from __future__ import annotations

import re
from functools import lru_cache

from cuulong.lib.errors import InputError, gettext_noop

LONGEST = 300
_CLASSES = {"d": "0-9", "w": "A-Za-z0-9_", "s": r"\t\n\v\f\r "}
_ESCAPED = set(r".^$*+?()[]{}|\/-") | set("tnrfv")


class BadPattern(InputError):
    """A pattern that the two sides would read differently, or that could run for ever (biểu thức không dùng được)."""


def portable(pattern: str) -> str:
    """The pattern with its character classes spelt out; valid for Python and for JavaScript's "u" mode alike.

    Raises BadPattern for what is not shared (look-around, back-references, flags, \\b, \\p) and for repeats of repeats,
    which can take exponential time.
    """
    if len(pattern) > LONGEST:
        raise BadPattern("pattern_long", gettext_noop("Biểu thức khớp dài quá %(top)d ký tự."), top=LONGEST)
    out = "".join(_spell(pattern))
    try:
        compiled(out)
    except re.error as error:
        raise BadPattern("pattern", gettext_noop("Biểu thức khớp viết sai: %(pattern)s"), pattern=pattern) from error
    if _repeats_repeat(out):
        raise BadPattern(
            "pattern_slow",
            gettext_noop("Biểu thức khớp lặp lồng nhau, có thể chạy rất lâu: %(pattern)s"),
            pattern=pattern,
        )
    return out


def _spell(pattern: str) -> list[str]:
    out: list[str] = []
    in_class, n = False, 0
    while n < len(pattern):
        char = pattern[n]
        if char == "\\":
            n += 1
            escaped = pattern[n : n + 1]
            if escaped in _CLASSES and escaped:
                out.append(_CLASSES[escaped] if in_class else f"[{_CLASSES[escaped]}]")
            elif escaped == "u" and re.fullmatch(r"[0-9a-fA-F]{4}", pattern[n + 1 : n + 5]):
                out.append("\\u")
            elif escaped in _ESCAPED and escaped:
                out.append("\\" + escaped if escaped != "-" or in_class else "-")
            else:
                raise _not_shared(pattern)
        elif char == "(" and not in_class and pattern[n + 1 : n + 2] == "?" and pattern[n + 2 : n + 3] != ":":
            raise _not_shared(pattern)
        elif char == "." and not in_class:
            out.append(r"[^\n\r\u2028\u2029]")
        else:
            if char == "[":
                if in_class:
                    raise _not_shared(pattern)
                in_class = True
            elif char == "]":
                if not in_class:
                    raise _not_shared(pattern)
                in_class = False
            out.append(char)
        n += 1
    return out


def _not_shared(pattern: str) -> BadPattern:
    sentence = gettext_noop("Biểu thức khớp dùng cú pháp mà trình duyệt và máy chủ hiểu khác nhau: %(pattern)s")
    return BadPattern("pattern_shared", sentence, pattern=pattern)


def _repeats_repeat(pattern: str) -> bool:
    """Whether a repeated group holds something of no fixed length: (a+)+, (a|b*)*."""
    bare = re.sub(r"\\.|\[(?:\\.|[^\]\\])*\]", "x", pattern)
    while (inner := re.search(r"\((?:\?:)?([^()]*)\)([*+]|\{\d+,\d*\})?", bare)) is not None:
        grows = bool(re.search(r"[*+]|\{\d+,\d*\}|\|", inner[1]))
        if inner[2] and grows:
            return True
        bare = bare[: inner.start()] + ("x+" if grows else "x") + (inner[2] or "") + bare[inner.end() :]
    return False


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """A portable pattern for Python, where `$` must not allow a newline at the end."""
    ended = re.sub(r"\\.|\[(?:\\.|[^\]\\])*\]|\$", lambda m: r"\Z" if m[0] == "$" else m[0], pattern)
    return re.compile(ended, re.ASCII)
