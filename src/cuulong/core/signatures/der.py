"""Whether bytes are written in the one way that DER allows, so that nothing hides in how they are written (mã hóa DER).

Every value is looked at once; asn1crypto's own `dump(force=True)` encodes each level anew for every level above it: seconds for
one file. Knowing no structure, this looks into no implicitly tagged simple value, and sees no default that is written out.
"""

from __future__ import annotations

from asn1crypto import core, parser

UNIVERSAL, CONSTRUCTED = 0, 1
SET = 17
PLAIN: dict[int, type[core.Asn1Value]] = {
    each.tag: each
    for each in (
        core.Boolean, core.Integer, core.BitString, core.OctetString, core.Null, core.ObjectIdentifier,
        core.Enumerated, core.UTF8String, core.NumericString, core.PrintableString, core.TeletexString, core.IA5String,
        core.UTCTime, core.GeneralizedTime, core.VisibleString, core.UniversalString, core.BMPString,
    )
}  # fmt: skip
DEEPEST = 40


def is_der(data: bytes) -> bool:
    """Whether `data` is one value in DER, and nothing behind it (X.690, 10 and 11)."""
    try:
        return _is_der(data, DEEPEST) == len(data)
    except (ValueError, TypeError, KeyError, OverflowError):
        return False


def _is_der(data: bytes, depth: int) -> int:
    """How many bytes the first value takes. Raises ValueError where it is not DER."""
    if depth == 0:
        raise ValueError("too deep")
    kind, method, tag, header, contents, trailer = parser.parse(data)
    if trailer or parser.emit(kind, method, tag, contents)[: len(header)] != header:
        raise ValueError("length or tag in a long form")
    if method == CONSTRUCTED:
        parts = _parts(contents, depth - 1)
        if (kind, tag) == (UNIVERSAL, SET) and parts != sorted(parts):
            raise ValueError("a set out of order")
    elif kind == UNIVERSAL:
        whole = header + contents
        if PLAIN[tag].load(whole).dump(force=True) != whole:
            raise ValueError("a value written in another way")
    return len(header) + len(contents)


def _parts(contents: bytes, depth: int) -> list[bytes]:
    parts, at = [], 0
    while at < len(contents):
        length = _is_der(contents[at:], depth)
        parts.append(contents[at : at + length])
        at += length
    return parts
