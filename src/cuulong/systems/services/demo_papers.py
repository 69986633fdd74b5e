"""Papers of demo dossiers: plain PDFs that say they are samples, and a signature drawn for one (giấy tờ mẫu)."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import typst
from PIL import Image, ImageDraw

from cuulong.core.signatures import typesetting

SOURCE = """
#set page(paper: "a5", margin: 2cm)
#set text(font: ("Tinos", "Libertinus Serif"), lang: "vi", size: 12pt)
#align(center, text(16pt, weight: "bold", sys.inputs.title))
#v(1cm)
#sys.inputs.holder
#v(1cm)
#text(fill: gray)[Giấy tờ mẫu của bản trình diễn, không có giá trị pháp lý.]
"""


@cache
def drawing(title: str, holder: str) -> bytes:
    """A one-page PDF with a title and a holder."""
    pdf = typst.compile(SOURCE.encode(), font_paths=typesetting.fonts(), sys_inputs={"title": title, "holder": holder})
    assert isinstance(pdf, bytes)
    return pdf


@cache
def handwriting() -> bytes:
    """A line as a finger draws it on the counter's screen, PNG (chữ ký vẽ mẫu)."""
    image = Image.new("RGBA", (600, 200), (0, 0, 0, 0))
    ImageDraw.Draw(image).line([(50, 150), (200, 40), (350, 160), (550, 60)], fill="black", width=4)
    png = BytesIO()
    image.save(png, format="PNG")
    return png.getvalue()
