"""Colours hold their contrast, in the light and in the dark (màu sắc)."""

import re
from pathlib import Path

import pytest

import cuulong.design

ROOT = Path(cuulong.design.__file__).parent
CSS = (ROOT / "static/design/tokens.css").read_text(encoding="utf-8")


def block(selector: str) -> dict[str, str]:
    start = CSS.index(selector)
    body = CSS[start : CSS.index("}", start)]
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9A-F]{6});", body))


LIGHT = block(":root, [data-bs-theme=light] {\n  color-scheme")
BY_SYSTEM = block(":root:not([data-bs-theme])")
BY_CHOICE = block("[data-bs-theme=dark] {\n  color-scheme")


def luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_dark_is_the_same_whether_the_system_or_the_reader_asked() -> None:
    assert BY_SYSTEM == BY_CHOICE
    assert BY_CHOICE.keys() == LIGHT.keys()


@pytest.mark.parametrize("tokens", [LIGHT, BY_CHOICE], ids=["light", "dark"])
def test_text_can_be_read_on_every_ground_it_stands_on(tokens: dict[str, str]) -> None:
    pairs = [
        *((text, ground) for text in ("text", "muted", "song") for ground in ("bg", "surface", "sunk", "song-50")),
        *((tone, f"{tone}-bg") for tone in ("err", "warn", "good")),
        *((name.removesuffix("-bg"), name) for name in tokens if name.startswith("state-") and name.endswith("-bg")),
        ("on-song", "song"),
        ("on-song", "song-hover"),
        ("err", "surface"),
        ("gach", "bg"),
        ("text", "good-bg"),
        ("text", "warn-bg"),
        ("text", "err-bg"),
        ("song", "state-overdue-bg"),
    ]
    weak = {f"{a} on {b}": round(ratio(tokens[a], tokens[b]), 1) for a, b in pairs if ratio(tokens[a], tokens[b]) < 4.5}
    assert not weak


@pytest.mark.parametrize("tokens", [LIGHT, BY_CHOICE], ids=["light", "dark"])
def test_inputs_and_drawings_stand_out_from_their_ground(tokens: dict[str, str]) -> None:
    for drawn in ("line-strong", "data-1", "data-2", "data-3", "warn-mark"):
        assert ratio(tokens[drawn], tokens["surface"]) >= 3, drawn
