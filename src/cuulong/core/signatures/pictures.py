"""Whether a picture may stand for a signature or a seal: NĐ 30/2020 wants blue and red on a transparent ground (hình ảnh)."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageStat, UnidentifiedImageError

from cuulong.lib.errors import InputError, gettext_noop

LOOKED_AT = (200, 200)
LEAST_CLEAR = 0.2  # so much of the picture lets the paper through


def check_picture(png: bytes, *, is_seal: bool) -> None:
    """Raises InputError: no picture, no transparent ground, not blue (a signature) or not red (a seal)."""
    try:
        with Image.open(BytesIO(png), formats=["PNG"]) as opened:
            opened.thumbnail(LOOKED_AT)
            picture = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise InputError("bad_picture", gettext_noop("Hình không đọc được; cần tệp PNG nền trong.")) from error
    ink = picture.getchannel("A").point(lambda value: 255 if value > 100 else 0)
    if ImageStat.Stat(ink).mean[0] / 255 > 1 - LEAST_CLEAR:
        raise InputError("not_clear", gettext_noop("Hình cần nền trong suốt (PNG), không phải ảnh chụp nền trắng."))
    if ink.getbbox() is None:
        raise InputError("bad_picture", gettext_noop("Hình trống, không có nét nào."))
    red, _green, blue = ImageStat.Stat(picture.convert("RGB"), mask=ink).mean
    if is_seal and not red > blue + 40:
        raise InputError("not_red", gettext_noop("Hình con dấu phải màu đỏ (NĐ 30/2020, Phụ lục I)."))
    if not is_seal and not blue > red + 40:
        raise InputError("not_blue", gettext_noop("Hình chữ ký phải màu xanh (NĐ 30/2020, Phụ lục I)."))
