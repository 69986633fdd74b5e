"""Nothing inline, no unknown icon, no screen that only works by luck (quy tắc giao diện)."""

import re
from pathlib import Path

import pytest

import cuulong.design
from cuulong.design.assets import icon_svg
from cuulong.design.states import STATES

TEMPLATES = sorted((Path(cuulong.design.__file__).parent / "templates").rglob("*.html"))


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_a_template_keeps_the_content_security_policy(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", text)


def test_every_icon_that_a_template_names_exists() -> None:
    names = {name for file in TEMPLATES for name in re.findall(r'\{% icon "([a-z0-9-]+)"', file.read_text("utf-8"))}
    names |= {look.icon for look in STATES.values()}
    assert len(names) > 30
    for name in names:
        assert "<path" in icon_svg(name), name


@pytest.mark.parametrize("name", ["no-such-icon", "../secret", "a/b"])
def test_an_unknown_icon_is_refused(name: str) -> None:
    with pytest.raises(LookupError):
        icon_svg(name)
