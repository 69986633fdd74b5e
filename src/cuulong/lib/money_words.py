"""Amounts written out in Vietnamese words, as receipts demand (số tiền bằng chữ)."""

from __future__ import annotations

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
GROUPS = ("", "nghìn", "triệu", "tỷ", "nghìn tỷ", "triệu tỷ")


def dong_in_words(amount: int) -> str:
    """Write an amount below 10^18: 16000 becomes "Mười sáu nghìn đồng" (số tiền bằng chữ)."""
    words, groups = [], []
    rest = abs(amount)
    while rest:
        rest, group = divmod(rest, 1000)
        groups.append(group)
    for at in range(len(groups) - 1, -1, -1):
        if groups[at]:
            words += [*_group(groups[at], whole=at < len(groups) - 1), GROUPS[at]]
    text = " ".join(word for word in [*(words or ["không"]), "đồng"] if word)
    text = f"âm {text}" if amount < 0 else text
    return text[0].upper() + text[1:]


def _group(n: int, *, whole: bool) -> list[str]:
    """Three digits; `whole` reads leading zeros too, as inside a larger number."""
    hundreds, tens, units = n // 100, n // 10 % 10, n % 10
    words = [DIGITS[hundreds], "trăm"] if hundreds or whole else []
    if tens > 1:
        words += [DIGITS[tens], "mươi"]
    elif tens == 1:
        words.append("mười")
    elif units and words:
        words.append("linh")
    if units == 1 and tens > 1:
        words.append("mốt")
    elif units == 5 and tens:
        words.append("lăm")
    elif units:
        words.append(DIGITS[units])
    return words
