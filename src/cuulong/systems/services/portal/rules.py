"""How messages with the national portal are signed, dated and told apart; no database, no network (quy tắc thông điệp)."""

from __future__ import annotations

import hashlib
import hmac
import json
import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cuulong.lib.dates import VIETNAM
from cuulong.lib.errors import InputError, gettext_noop

SYNC, PROGRESS, ASK, CATALOGUE = "DongBoHoSoMC", "CapNhatTienDoHoSoMC", "TraCuuHoSo", "LayDanhSachTTHC"
QUESTIONS, AGENCIES, SECTORS = "DongBoHoiDap", "LayDanhMucCoQuan", "LayDanhMucLinhVuc"
COME_IN = (SYNC, PROGRESS, QUESTIONS)
GRAVE = ("2", "3")  # a question that is a complaint or a denunciation
WITHDRAWN = "7"
PERSON, BUSINESS = "1", "2"
MOST_ENTRIES = 100


class Refused(InputError):
    """The message cannot be used; the sentence says why (không nhận thông điệp)."""


class Unreadable(Refused):
    """Broken on the way or not from the portal: to be sent again (thông điệp hỏng)."""


@cache
def statuses() -> dict[str, Any]:
    """The table of statuses (bảng đối chiếu trạng thái)."""
    return tomllib.loads((Path(__file__).parent / "statuses.toml").read_text(encoding="utf-8"))


def status_of(state: str, verb: str = "") -> str:
    """The national status of a state, or of the verb that led to it (trạng thái quốc gia)."""
    table = statuses()
    return str(table["verbs"].get(verb) or table["states"][state])


def title_of(status: str) -> str:
    """What a national status is called; one we do not know stays as it is (tên trạng thái)."""
    title: str = statuses()["titles"].get(status, status)
    return title


def signature(body: bytes, key: str) -> str:
    """HMAC-SHA256 of the body, in hex (chữ ký)."""
    return hmac.new(key.encode(), body, hashlib.sha256).hexdigest()


def read(body: bytes, signed: str, key: str) -> tuple[str, bool, list[dict[str, Any]]]:
    """(service, whether it updates, entries) of a message as it came. Raises Unreadable."""
    if not key or not hmac.compare_digest(signature(body, key).encode(), signed.encode()):
        raise Unreadable("signature", gettext_noop("Chữ ký của thông điệp không đúng."))
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        said = None
    entries = said.get("data") if isinstance(said, dict) else None
    if (
        not isinstance(entries, list)
        or not 1 <= len(entries) <= MOST_ENTRIES
        or "\\u0000" in body.decode(errors="ignore")
    ):
        raise Unreadable("shape", gettext_noop("Thông điệp không đọc được."))
    service = str(said.get("service", ""))
    if service not in COME_IN or not all(isinstance(one, dict) and code_of(one, service) for one in entries):
        raise Unreadable("service", gettext_noop("Thông điệp không thuộc dịch vụ được nhận."))
    return service, str(said.get("isUpdating", "")).lower() == "true", entries


def code_of(entry: Mapping[str, Any], service: str = SYNC) -> str:
    """The code of the dossier or question, empty when it can be none (mã hồ sơ, mã câu hỏi)."""
    code = entry.get("MaCauHoi" if service == QUESTIONS else "MaHoSo")
    return code.strip().upper() if isinstance(code, str) and 5 <= len(code.strip()) <= 60 else ""


def digest_of(service: str, updating: bool, entry: Mapping[str, Any]) -> str:
    """What makes a repeated message the same one, however its fields are ordered (dấu của thông điệp)."""
    told = json.dumps([service, updating, entry], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode(errors="surrogatepass")).hexdigest()


def moment(at: datetime | None) -> str:
    """yyyyMMddHHmmss of Vietnam, empty for none (thời điểm)."""
    return at.astimezone(VIETNAM).strftime("%Y%m%d%H%M%S") if at else ""


def when(entry: Mapping[str, Any], name: str) -> datetime:
    """A moment as the portal writes it. Raises Refused (thời điểm)."""
    try:
        return datetime.strptime(text(entry, name, 14), "%Y%m%d%H%M%S").replace(tzinfo=VIETNAM)
    except ValueError:
        raise Refused("moment", gettext_noop("Thời điểm trong thông điệp không đọc được.")) from None


def state_told(status: str) -> str:
    """Our state for a national status that comes in. Raises Refused (trạng thái nhận về)."""
    state: str = statuses()["received"].get(status, "")
    if not state:
        raise Refused("status", gettext_noop("Không rõ trạng thái %(status)s của Cổng."), status=status)
    return state


def text(entry: Mapping[str, Any], name: str, most: int = 300) -> str:
    """A field as text, at most so long."""
    value = entry.get(name)
    return str(value).strip()[:most] if isinstance(value, str | int) else ""


def rows(entry: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """A list of rows, whatever was sent."""
    value = entry.get(name)
    return [one for one in value if isinstance(one, dict)][:MOST_ENTRIES] if isinstance(value, list) else []


def answers_of(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of the form, which travel as JSON in ThongTinKhac (dữ liệu tờ khai). Raises Refused."""
    said = entry.get("ThongTinKhac") or "{}"
    try:
        answers = json.loads(said) if isinstance(said, str) else said
    except (ValueError, RecursionError):
        answers = None
    if not isinstance(answers, dict):
        raise Refused("answers", gettext_noop("Dữ liệu tờ khai của Cổng không đọc được."))
    return answers


def must_be_theirs(url: str, portal: str) -> str:
    """The path of a file at the portal; nothing is fetched from elsewhere. Raises Refused."""
    asked, known = urlsplit(url), urlsplit(portal)
    if (asked.scheme, asked.netloc) != (known.scheme, known.netloc) or not asked.path.startswith("/"):
        raise Refused("elsewhere", gettext_noop("Tệp không nằm trên máy chủ của Cổng nên không tải về."))
    return asked.path + (f"?{asked.query}" if asked.query else "")


def paid_of(entry: Mapping[str, Any]) -> list[tuple[str, int]]:
    """(transaction, amount) of what the portal has collected already (phí, lệ phí đã thu)."""
    found = []
    for row in rows(entry, "DanhSachLePhi"):
        amount, transaction = text(row, "Gia", 15), text(row, "MaGiaoDich", 60)
        if text(row, "DaThanhToan", 1) == "1" and transaction and amount.isdigit():
            found.append((transaction, int(amount)))
    return found


def all_rows(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every row of an answer, however many (danh sách trả về)."""
    value = answer.get("data")
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
