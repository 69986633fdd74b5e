"""Computed answers: a small formula that the server and the browser work out alike (công thức).

Written as in a spreadsheet, ``SUM(people.age) + 2 * floors``, read once into a tree of plain lists, which
`static/eforms/check.js` walks with the same arithmetic: doubles, from left to right, without a clock. What cannot be
worked out (an unanswered question, a division by zero) gives no answer, never an error.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from cuulong.lib.errors import InputError, gettext_noop

LONGEST = 500
MOST_DIGITS = 6
FUNCTIONS = ("SUM", "MIN", "MAX", "COUNT", "ROUND", "IF", "DAYS", "YEARS")
_OPERATORS: dict[type[ast.AST], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISONS: dict[type[ast.AST], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<=",
}  # fmt: skip
_COUNTS = {"ROUND": (1, 2), "IF": (3, 3), "DAYS": (2, 2), "YEARS": (2, 2), "COUNT": (1, 1)}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Tree = list[Any]


class BadFormula(InputError):
    """A formula that cannot be read (công thức viết sai)."""


def _bad(message: str, **params: Any) -> BadFormula:
    return BadFormula("bad_formula", message, **params)


@lru_cache(maxsize=512)
def parse(text: str) -> Tree:
    """The formula as a tree. Raises BadFormula with a sentence an officer can act on."""
    if len(text) > LONGEST:
        raise _bad(gettext_noop("Công thức dài quá %(top)d ký tự."), top=LONGEST)
    try:
        node = ast.parse(_spelt(text), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        sentence = gettext_noop("Công thức “%(text)s” viết chưa đúng; ví dụ đúng: SUM(nguoi.tuoi) + 2 * so_tang.")
        raise _bad(sentence, text=text) from error
    return _read(node)


def _spelt(text: str) -> str:
    """Spreadsheet spelling as Python's parser takes it; words inside quotes stay."""
    parts = re.split(r'("[^"]*")', text.replace("“", '"').replace("”", '"').strip().removeprefix("="))
    for n in range(0, len(parts), 2):
        part = parts[n].replace("×", "*").replace("÷", "/").replace(";", ",").replace("<>", "!=")
        part = re.sub(r"\b([A-Za-z]+)(?=\s*\()", lambda m: m[1].upper(), part)
        parts[n] = re.sub(r"(?<![<>=!])=(?!=)", "==", part)
    return "".join(parts)


def _read(node: ast.AST) -> Tree:
    match node:
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int() | float() as value) if abs(value) < 1e15:
            return ["value", value]
        case ast.Constant(value=str() as value):
            return ["value", value]
        case ast.Name(id=name):
            return ["field", name]
        case ast.UnaryOp(op=ast.USub(), operand=one):
            return ["-", ["value", 0], _read(one)]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return [_OPERATORS[type(op)], _read(left), _read(right)]
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISONS:
            return [_COMPARISONS[type(op)], _read(left), _read(right)]
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            return _call(name, args)
        case ast.Call(func=ast.Name(id=name)):
            sentence = gettext_noop("Công thức dùng hàm lạ “%(name)s”; có các hàm: %(known)s.")
            raise _bad(sentence, name=name, known=", ".join(FUNCTIONS))
        case ast.Attribute():
            raise _bad(gettext_noop("Câu hỏi trong nhóm lặp chỉ đứng trong SUM, MIN, MAX hoặc COUNT."))
    raise _bad(gettext_noop("Công thức chỉ gồm số, câu hỏi, phép + - * /, so sánh và các hàm có sẵn."))


def _call(name: str, args: list[ast.expr]) -> Tree:
    least, most = _COUNTS.get(name, (1, 20))
    if not least <= len(args) <= most:
        raise _bad(gettext_noop("Hàm %(name)s nhận số phần chưa đúng."), name=name)
    if name == "ROUND":
        digits = (
            args[1].value if len(args) == 2 and isinstance(args[1], ast.Constant) else 0 if len(args) == 1 else None
        )
        if type(digits) is not int or digits > MOST_DIGITS:
            raise _bad(gettext_noop("Hàm ROUND làm tròn tới 0–%(top)d chữ số, viết bằng số."), top=MOST_DIGITS)
        return [name, _read(args[0]), digits]
    if name in ("SUM", "MIN", "MAX", "COUNT"):
        return [name, *(_many(one) for one in args)]
    return [name, *(_read(one) for one in args)]


def _many(node: ast.expr) -> Tree:
    match node:
        case ast.Attribute(value=ast.Name(id=group), attr=key):
            return ["each", group, key]
    return _read(node)


def fields_in(tree: Any) -> Iterator[str]:
    """The questions a formula looks at: ``floors``, ``people.age``."""
    if tree[0] == "field":
        yield tree[1]
    elif tree[0] == "each":
        yield f"{tree[1]}.{tree[2]}"
    elif tree[0] != "value":
        for one in tree[1:]:
            if isinstance(one, list):
                yield from fields_in(one)


def result(tree: Tree, answers: Mapping[str, Any], kind: str) -> Any:
    """What the formula gives for a question of JSON type `kind`; None when it gives no answer (kết quả)."""
    found = _value(tree, answers)
    if kind == "string":
        return found if isinstance(found, str) else None
    if kind == "boolean":
        return found if isinstance(found, bool) else None
    if not _is_number(found):
        return None
    if kind == "integer":
        found = _round(found, 0)
    return int(found) if found is not None and found.is_integer() and abs(found) < 2**53 else found


def _is_number(value: Any) -> bool:
    return isinstance(value, float)


def _plain(value: Any) -> Any:
    """An answer as a formula takes it: numbers are doubles."""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        try:
            return _finite(float(value))
        except OverflowError:
            return None
    return None


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _value(tree: Tree, answers: Mapping[str, Any]) -> Any:
    match tree:
        case ["value", value]:
            return _plain(value)
        case ["field", key]:
            return _plain(answers.get(key))
        case ["+" | "-" | "*" | "/" as op, left, right]:
            return _arithmetic(op, _value(left, answers), _value(right, answers))
        case ["==" | "!=" | ">" | ">=" | "<" | "<=" as op, left, right]:
            return _compare(op, _value(left, answers), _value(right, answers))
        case ["ROUND", one, digits]:
            value = _value(one, answers)
            return _round(value, digits) if _is_number(value) else None
        case ["IF", condition, then, other]:
            holds = _value(condition, answers)
            return _value(then if holds else other, answers) if isinstance(holds, bool) else None
        case ["DAYS" | "YEARS" as name, first, last]:
            return _between(name, _value(first, answers), _value(last, answers))
        case ["COUNT", one]:
            return float(_count(one, answers))
    return _gathered(tree[0], [one for part in tree[1:] for one in _numbers(part, answers)])


def _arithmetic(op: str, left: Any, right: Any) -> float | None:
    if not (_is_number(left) and _is_number(right)) or (op == "/" and right == 0):
        return None
    match op:
        case "+":
            return _finite(left + right)
        case "-":
            return _finite(left - right)
        case "*":
            return _finite(left * right)
    return _finite(left / right)


def _compare(op: str, left: Any, right: Any) -> bool | None:
    if left is None or right is None:
        return None
    if op in ("==", "!="):
        return (type(left) is type(right) and left == right) == (op == "==")
    if not (_is_number(left) and _is_number(right)):
        return None
    above, equal = bool(left > right), bool(left == right)
    return {">": above, ">=": above or equal, "<": not (above or equal), "<=": not above}[op]


def _round(value: float, digits: int) -> float | None:
    """Half away from zero, as people do it and not as processors do."""
    scale = 10.0**digits
    scaled = abs(value) * scale + 0.5
    if not math.isfinite(scaled):
        return None
    whole = float(math.floor(scaled)) / scale
    return -whole if value < 0 and whole else whole


def _between(name: str, first: Any, last: Any) -> float | None:
    if not (_is_day(first) and _is_day(last)):
        return None
    (y1, m1, d1), (y2, m2, d2) = ([int(part) for part in day.split("-")] for day in (first, last))
    if name == "YEARS":
        return float(y2 - y1 - ((m2, d2) < (m1, d1)))
    return float(_ordinal(y2, m2, d2) - _ordinal(y1, m1, d1))


def _is_day(text: Any) -> bool:
    if not isinstance(text, str) or not _DATE.fullmatch(text) or not text.isascii():
        return False
    year, month, day = (int(part) for part in text.split("-"))
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    lengths = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= lengths[month - 1]


def _ordinal(year: int, month: int, day: int) -> int:
    """Days on one line; only differences mean something."""
    year, month = (year - 1, month + 12) if month <= 2 else (year, month)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * (month - 3) + 2) // 5 + day


def _items(group: str, answers: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    value = answers.get(group)
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _numbers(part: Tree, answers: Mapping[str, Any]) -> list[float]:
    each = [_plain(item.get(part[2])) for item in _items(part[1], answers)] if part[0] == "each" else None
    values = [_value(part, answers)] if each is None else each
    return [value for value in values if _is_number(value)]


def _count(part: Tree, answers: Mapping[str, Any]) -> int:
    """Items of a group, chosen options, or 1 for any other answered question."""
    if part[0] == "each":
        return sum(item.get(part[2]) not in (None, "", []) for item in _items(part[1], answers))
    if part[0] == "field":
        value = answers.get(part[1])
        return len(value) if isinstance(value, list) else int(value not in (None, ""))
    return int(_value(part, answers) is not None)


def _gathered(name: str, numbers: list[float]) -> float | None:
    if name == "SUM":
        total = 0.0
        for one in numbers:  # not sum(): newer Pythons add more exactly than a browser does
            total += one
        return _finite(total)
    if not numbers:
        return None
    return min(numbers) if name == "MIN" else max(numbers)
