"""A form as a file that goes from one installation to another (xuất, nhập biểu mẫu)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cuulong.core.eforms.builder.sheet import Sheet
from cuulong.lib.errors import InputError, gettext_noop

FORMAT, FORMAT_VERSION = "cuulong.form", 1
LARGEST = 3_000_000


class BadFile(InputError):
    """A file that holds no form (tệp không dùng được)."""


@dataclass(frozen=True)
class Packet:
    """What a file of ours says."""

    code: str
    content: dict[str, Any]


def as_file(code: str, n: int, sheet: Sheet) -> bytes:
    """The form with the number of the format, for `read_file` of any installation."""
    head = {"format": FORMAT, "format_version": FORMAT_VERSION, "code": code, "version": n}
    return json.dumps(head | sheet.raw, ensure_ascii=False, indent=1).encode()


def read_json(content: bytes) -> Any:
    """Any JSON file, or a sentence with the place where it stops being one. Raises BadFile."""
    if len(content) > LARGEST:
        raise BadFile("large", gettext_noop("Tệp lớn quá %(top)d MB."), top=LARGEST // 1_000_000)
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise BadFile("encoding", gettext_noop("Tệp không phải là chữ UTF-8.")) from error
    except json.JSONDecodeError as error:
        sentence = gettext_noop("Tệp không phải là JSON đúng cách: dòng %(line)d, cột %(column)d.")
        raise BadFile("json", sentence, line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise BadFile("deep", gettext_noop("Tệp lồng nhau quá sâu.")) from error
    except ValueError as error:
        raise BadFile("number", gettext_noop("Tệp có số không dùng được.")) from error


def _no_number(text: str) -> Any:
    raise ValueError(text)


def is_ours(data: Any) -> bool:
    return isinstance(data, Mapping) and data.get("format") == FORMAT


def read_packet(data: Mapping[str, Any]) -> Packet:
    """A file of `as_file`. Raises BadFile, InputError for a form that cannot be read."""
    version = data.get("format_version")
    if version != FORMAT_VERSION:
        sentence = gettext_noop("Tệp theo định dạng số %(version)s; bản phần mềm này đọc được số %(ours)s.")
        raise BadFile("format_version", sentence, version=version, ours=FORMAT_VERSION)
    if not all(isinstance(data.get(word), Mapping) for word in ("schema", "layout")):
        raise BadFile("parts", gettext_noop("Tệp thiếu phần schema hoặc layout của biểu mẫu."))
    return Packet(str(data.get("code", ""))[:60], Sheet.of(data).raw)
