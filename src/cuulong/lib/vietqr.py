"""VietQR: the text inside a payment QR code (EMV QR with the NAPAS account template)."""

import binascii
import re
from dataclasses import dataclass

from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.money import LARGEST
from cuulong.lib.vietnamese import fold

NAPAS = "A000000727"
_TO_ACCOUNT = "QRIBFTTA"
_DONG = "704"
_LONGEST_PURPOSE = 25


class QrError(InputError):
    """A payment QR that cannot be built or read."""


@dataclass(frozen=True, slots=True)
class VietQR:
    """A transfer to ask for: bank (BIN, 6 digits), account, đồng, purpose (mã VietQR)."""

    bank_bin: str
    account: str
    amount: int | None = None
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class PaymentQR:
    """What a payment QR says; ``scheme`` is the owner of the account template, NAPAS for VietQR."""

    scheme: str
    bank_bin: str | None
    account: str | None
    amount: int | None
    purpose: str | None


def plain_purpose(text: str) -> str:
    """Give a purpose that every bank accepts: no accents, at most 25 characters (nội dung chuyển khoản)."""
    bare = re.sub(r"[^A-Za-z0-9 .-]", " ", _unaccent(text))
    return " ".join(bare.split())[:_LONGEST_PURPOSE].rstrip()


def _unaccent(text: str) -> str:
    return "".join(fold(each).upper() if each.isupper() else fold(each) for each in text)


def build(qr: VietQR) -> str:
    """Write the text of a VietQR code; raises QrError (NAPAS, EMV QR merchant-presented).

    With an amount the code is for one use (12), without it can be shown again and again (11).
    """
    if not re.fullmatch(r"\d{6}", qr.bank_bin, re.ASCII):
        raise QrError("qr_bank", gettext_noop("Mã ngân hàng trên VietQR phải có 6 chữ số."))
    if not re.fullmatch(r"[A-Za-z0-9]{1,19}", qr.account, re.ASCII):
        raise QrError("qr_account", gettext_noop("Số tài khoản chỉ gồm chữ và số, tối đa 19 ký tự."))
    if qr.amount is not None and not 0 < qr.amount < 10**13:
        raise QrError("qr_amount", gettext_noop("Số tiền trên VietQR phải lớn hơn 0 và có tối đa 13 chữ số."))
    if qr.purpose != plain_purpose(qr.purpose):
        raise QrError("qr_purpose", gettext_noop("Nội dung chuyển khoản không dấu, tối đa 25 ký tự."))
    account = _field(0, NAPAS) + _field(1, _field(0, qr.bank_bin) + _field(1, qr.account))
    body = _field(0, "01") + _field(1, "12" if qr.amount else "11")
    body += _field(38, account + _field(2, _TO_ACCOUNT)) + _field(53, _DONG)
    body += _field(54, str(qr.amount)) if qr.amount else ""
    body += _field(58, "VN")
    body += _field(62, _field(8, qr.purpose)) if qr.purpose else ""
    body += "6304"
    return body + _crc(body)


def parse(payload: str) -> PaymentQR:
    """Read the text of a payment QR code; raises QrError when it is damaged or no payment."""
    if not payload.isascii() or payload[-8:-4] != "6304" or _crc(payload[:-4]) != payload[-4:].upper():
        raise _damaged()
    fields = _fields(payload)
    template = next((fields[tag] for tag in map(str, range(26, 52)) if tag in fields), "")
    scheme = _fields(template)
    bank: dict[str, str] = _fields(scheme.get("01", "")) if scheme.get("00") == NAPAS else {}
    amount = fields.get("54")
    if amount is not None and not (amount.isdigit() and int(amount) <= LARGEST):
        raise _damaged()
    return PaymentQR(
        scheme=scheme.get("00", ""),
        bank_bin=bank.get("00"),
        account=bank.get("01"),
        amount=int(amount) if amount else None,
        purpose=_fields(fields.get("62", "")).get("08"),
    )


def _damaged() -> QrError:
    return QrError("qr_damaged", gettext_noop("Mã QR thanh toán không đọc được hoặc đã bị sửa."))


def _field(tag: int, value: str) -> str:
    return f"{tag:02d}{len(value):02d}{value}"


def _fields(text: str) -> dict[str, str]:
    found = {}
    while text:
        tag, length = text[:2], text[2:4]
        if not (tag + length).isdigit() or len(length) < 2 or len(text) < 4 + int(length):
            raise _damaged()
        found[tag], text = text[4 : 4 + int(length)], text[4 + int(length) :]
    return found


def _crc(text: str) -> str:
    """CRC-16/CCITT-FALSE in four capital hex digits."""
    return f"{binascii.crc_hqx(text.encode('ascii'), 0xFFFF):04X}"
