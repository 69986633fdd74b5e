"""How who receives a result signs for it: drawn on the screen, typed, or on the printed slip (ký nhận kết quả)."""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import fold

from .rules import Refused

PREFIX = "data:image/png;base64,"
MOST_BYTES = 200_000
MOST_SIDE = 4_000  # pixels
LEAST_INK = 40  # pixels
DRAWN, TYPED, PAPER = "drawn", "typed", "paper"


def drawn_in(data_url: str) -> bytes:
    """The PNG that a canvas sent; empty for none. Raises Refused for anything else (chữ ký vẽ)."""
    if not data_url:
        return b""
    if not data_url.startswith(PREFIX) or len(data_url) > 2 * MOST_BYTES:
        raise _no_picture()
    try:
        return b64decode(data_url.removeprefix(PREFIX), validate=True)
    except ValueError as error:  # letters that no base64 has
        raise _no_picture() from error


def must_be_signed(signed: str, *, receiver: str, typed: str, picture: bytes) -> None:
    """Raises Refused for a way that is not known, a name that is not the receiver's or a picture without ink (ký nhận)."""
    if signed not in ("", DRAWN, TYPED, PAPER):
        raise Refused(
            "how_signed", gettext_noop("Chọn cách người nhận ký: trên màn hình, gõ họ tên hoặc trên phiếu giấy.")
        )
    if signed == TYPED and fold(typed).split() != fold(receiver).split():
        raise Refused("typed_name", gettext_noop("Họ tên gõ để xác nhận phải đúng họ tên người nhận kết quả."))
    if signed == DRAWN and not _has_ink(picture):
        raise Refused("no_signature", gettext_noop("Chưa có chữ ký. Ký lại trong khung, hoặc chọn cách ký khác."))


def _has_ink(picture: bytes) -> bool:
    if not picture:
        return False
    try:
        with Image.open(BytesIO(picture), formats=["PNG"]) as image:
            if max(image.size) > MOST_SIDE:
                raise _no_picture()
            on_white = Image.new("RGBA", image.size, "white")
            on_white.alpha_composite(image.convert("RGBA"))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _no_picture() from error
    return sum(on_white.convert("L").histogram()[:128]) >= LEAST_INK


def _no_picture() -> Refused:
    return Refused("signature_broken", gettext_noop("Hình chữ ký không đọc được. Xóa, ký lại, hoặc chọn cách ký khác."))
