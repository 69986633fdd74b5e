"""Addresses that may be called, signatures, roles a system may hold; no database, no network (quy tắc kết nối)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from cuulong.lib.errors import InputError, gettext_noop


class Refused(InputError):
    """Not possible for a system outside; the sentence says why (từ chối)."""


class Reused(Refused):
    """A key that stood for another act before (khóa chống trùng dùng lại)."""


def check_address(url: str, inner: Collection[str]) -> tuple[str, str, int, str]:
    """(scheme, host, port, path with query) of a receiver. Raises Refused.

    `inner`: hosts of the province's own network, which may do without TLS and a public address.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    known = {"https": 443, "http": 80}
    if not host or parts.scheme not in known or parts.username is not None or not url.isascii() or " " in url:
        raise Refused("address", gettext_noop("Địa chỉ nhận chưa đúng, ví dụ https://he-thong.example/nhan-su-kien."))
    if parts.scheme == "http" and host not in inner:
        raise Refused("plain", gettext_noop("Địa chỉ nhận phải dùng https."))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, host, port or known[parts.scheme], path


def usable_address(host: str, found: Iterable[str], inner: Collection[str]) -> str:
    """The address to connect to. Raises Refused when any that the name leads to is not public.

    All are looked at: a name that leads outside and inside is not to be trusted.
    """
    addresses = list(found)
    if not addresses:
        raise Refused("unknown_host", gettext_noop("Không tìm thấy máy chủ của địa chỉ nhận."))
    if host not in inner and not all(_is_public(one) for one in addresses):
        raise Refused("inner_address", gettext_noop("Địa chỉ nhận dẫn vào mạng nội bộ nên không gửi."))
    return addresses[0]


def _is_public(text: str) -> bool:
    address = ip_address(text.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return address.is_global and not address.is_multicast and (mapped is None or mapped.is_global)


def webhook_key(secret: str, webhook: str, generation: int) -> str:
    """The signing key of an address, derived from the installation's secret (khóa ký)."""
    told = f"cuulong.webhook:{webhook}:{generation}".encode()
    return hmac.new(secret.encode(), told, hashlib.sha256).hexdigest()


def signature(key: str, moment: int, body: bytes) -> str:
    """`t=<unix time>,v1=<HMAC-SHA256 of "time.body">`; a receiver refuses old times and wrong sums (chữ ký)."""
    told = hmac.new(key.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={told}"


def must_be_a_systems_role(needs_second_factor: bool) -> None:
    """A system neither signs nor administers. Raises Refused (vai trò của hệ thống)."""
    if needs_second_factor:
        raise Refused("role", gettext_noop("Vai trò ký hoặc quản trị chỉ giao cho người. Chọn vai trò khác."))


def must_be_known(wanted: Collection[str], known: Collection[str]) -> list[str]:
    """The wanted codes in order. Raises Refused when there are none or unknown ones."""
    if not wanted or set(wanted) - set(known):
        raise Refused("unknown_choice", gettext_noop("Chọn ít nhất một mục trong danh sách."))
    return [one for one in known if one in wanted]
