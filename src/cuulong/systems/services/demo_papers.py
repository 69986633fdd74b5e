"""Papers of demo dossiers: plain PDFs that say they are samples (giấy tờ mẫu)."""

from __future__ import annotations

from functools import cache

import typst

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
