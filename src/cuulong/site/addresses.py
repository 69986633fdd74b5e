"""Where a request comes from (địa chỉ mạng)."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address past the proxies we trust: the one that lock-outs count too (địa chỉ người gửi)."""
    address: str = get_adapter().get_client_ip(request)
    return address
