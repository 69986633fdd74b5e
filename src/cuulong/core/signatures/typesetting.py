"""Small pieces set by typst: what a signature looks like on paper (trình bày chữ ký)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import typst
from django.conf import settings


@cache
def fonts() -> typst.Fonts:
    """Tinos, which has the measures of Times New Roman, where the browser assets are installed."""
    tinos = Path(settings.NODE_MODULES) / "@expo-google-fonts" / "tinos"
    return typst.Fonts(include_system_fonts=False, font_paths=[tinos] if tinos.is_dir() else [])


PREAMBLE = """
#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: none)
#set text(font: ("Tinos", "Libertinus Serif"), lang: "vi", size: 13pt)
"""


def set_pdf(body: str, width: float, height: float, **inputs: str) -> bytes:
    """One transparent PDF/A page of that size in points; data only comes in through `sys.inputs`."""
    source = PREAMBLE.format(width=width, height=height) + body
    pdf = typst.compile(source.encode(), font_paths=fonts(), pdf_standards=["a-2b"], sys_inputs=inputs)
    assert isinstance(pdf, bytes)
    return pdf


def set_png(body: str, width: float, height: float, *, ppi: int = 300, **inputs: str) -> bytes:
    """The same as a transparent picture."""
    source = PREAMBLE.format(width=width, height=height) + body
    png = typst.compile(source.encode(), font_paths=fonts(), format="png", ppi=ppi, sys_inputs=inputs)
    assert isinstance(png, bytes)
    return png
