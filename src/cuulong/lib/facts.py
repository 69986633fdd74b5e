"""The base of published facts: what happened, in the past tense, versioned."""

import re
import types
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, ClassVar, Self, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

T = TypeVar("T")
Json = str | int | float | bool | None | list[Any] | dict[str, Any]
_KIND = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")


class FactError(ValueError):
    """A fact cannot be written to or read from JSON as its class promises."""


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """Points at an object of any system: ``services.dossier:<uuid>``."""

    kind: str
    uuid: UUID

    def __post_init__(self) -> None:
        if not _KIND.fullmatch(self.kind):
            raise ValueError(f"not a kind of object: {self.kind!r}")

    def __str__(self) -> str:
        return f"{self.kind}:{self.uuid}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what ``str(ref)`` wrote. Raises ValueError."""
        kind, _, uuid = text.partition(":")
        return cls(kind, UUID(uuid))


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """Something that happened; subclass it with the same decorator.

    ``name`` is "<system>.<past tense>"; ``version`` rises when fields change.
    """

    name: ClassVar[str]
    version: ClassVar[int] = 1

    def __init_subclass__(cls) -> None:
        # A field called "subject" would take the property below for its default.
        if "subject" in cls.__annotations__ and "subject" not in cls.__dict__:
            cls.subject = field()  # type: ignore[method-assign]

    @property
    def subject(self) -> Ref:
        """What the fact is about, the key of ordering: the first field that is a Ref."""
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, Ref):
                return value
        raise FactError(f"{type(self).__name__} names no subject")

    def to_json(self) -> dict[str, Json]:
        """Give the fields as plain JSON values; name and version travel beside them."""
        return {each.name: _encode(getattr(self, each.name)) for each in fields(self)}

    @classmethod
    def from_json(cls, data: dict[str, Json]) -> Self:
        """Read what ``to_json`` gave. Raises FactError on missing, unknown or ill-typed fields."""
        return _build(cls, data)


def schema_of(fact_class: type[Fact]) -> dict[str, Json]:
    """Describe a fact as JSON Schema, to be compared with its golden file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": fact_class.name,
        "version": fact_class.version,
        **_object_schema(fact_class),
    }


def _encode(value: Any) -> Json:
    match value:
        case Enum():
            return _encode(value.value)
        case None | bool() | int() | float() | str():
            return value
        case datetime():
            if value.tzinfo is None:
                raise FactError("a moment needs its time zone")
            return value.isoformat()
        case date():
            return value.isoformat()
        case Decimal() | UUID() | Ref():
            return str(value)
        case tuple():
            return [_encode(item) for item in value]
        case _ if is_dataclass(value):
            return {each.name: _encode(getattr(value, each.name)) for each in fields(value)}
    raise FactError(f"a fact cannot carry a {type(value).__name__}")


def _build(cls: type[T], data: Any) -> T:
    if not isinstance(data, dict):
        raise FactError(f"{cls.__name__} is not an object")
    hints = get_type_hints(cls)
    known = {each.name: each for each in fields(cls)}  # type: ignore[arg-type]
    if unknown := set(data) - set(known):
        raise FactError(f"{cls.__name__} does not know {sorted(unknown)}")
    if missing := [name for name in known if name not in data and _is_required(known[name])]:
        raise FactError(f"{cls.__name__} lacks {missing}")
    return cls(**{name: _decode(hints[name], value, name) for name, value in data.items()})


def _is_required(each: Field[Any]) -> bool:
    return each.default is MISSING and each.default_factory is MISSING


def _decode(hint: Any, value: Any, where: str) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        if value is None and type(None) in arguments:
            return None
        (hint,) = [each for each in arguments if each is not type(None)]
        return _decode(hint, value, where)
    if origin is tuple and isinstance(value, list):
        if arguments[-1] is Ellipsis:
            return tuple(_decode(arguments[0], item, where) for item in value)
        if len(arguments) == len(value):
            return tuple(map(_decode, arguments, value, [where] * len(value)))
    elif isinstance(hint, type):
        return _decode_plain(hint, value, where)
    raise FactError(f"{where}: {value!r} is not {hint}")


def _decode_plain(hint: type[Any], value: Any, where: str) -> Any:
    try:
        if issubclass(hint, Enum):
            return hint(value)
        if is_dataclass(hint) and hint is not Ref:
            return _build(hint, value)
        if hint in _READERS and isinstance(value, str):
            return _READERS[hint](value)
        # JSON has one kind of number: a whole float arrives as an int.
        if hint is float and type(value) is int:
            return float(value)
        if hint in (str, int, float, bool) and type(value) is hint:
            return value
    except (ValueError, InvalidOperation) as error:
        raise FactError(f"{where}: {error}") from error
    raise FactError(f"{where}: {value!r} is not {hint.__name__}")


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return at


_READERS: dict[type[Any], Any] = {
    Ref: Ref.parse,
    UUID: UUID,
    Decimal: Decimal,
    datetime: _moment,
    date: date.fromisoformat,
}
_SCHEMAS: dict[type[Any], dict[str, Json]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    Ref: {"type": "string", "format": "ref"},
    UUID: {"type": "string", "format": "uuid"},
    Decimal: {"type": "string", "format": "decimal"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
}


def _object_schema(cls: type[Any]) -> dict[str, Json]:
    hints = get_type_hints(cls)
    return {
        "type": "object",
        "properties": {each.name: _schema(hints[each.name]) for each in fields(cls)},
        "required": [each.name for each in fields(cls) if _is_required(each)],
        "additionalProperties": False,
    }


def _schema(hint: Any) -> dict[str, Json]:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema(each) for each in arguments]}
    if hint is type(None):
        return {"type": "null"}
    if origin is tuple and arguments[-1] is Ellipsis:
        return {"type": "array", "items": _schema(arguments[0])}
    if origin is tuple:
        return {"type": "array", "prefixItems": [_schema(each) for each in arguments], "items": False}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    if hint in _SCHEMAS:
        return dict(_SCHEMAS[hint])
    if isinstance(hint, type) and is_dataclass(hint):
        return _object_schema(hint)
    raise FactError(f"a fact cannot carry {hint}")
