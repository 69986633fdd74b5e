"""QR codes for screens and paper."""

from defusedxml import ElementTree

from cuulong.lib import qr


def test_a_code_on_screen_has_no_inline_style_or_script() -> None:
    drawing = qr.svg("https://localhost/verify/1", title='Tra cứu <"1">')
    root = ElementTree.fromstring(drawing)
    names = {name for each in root.iter() for name in each.attrib}
    assert names <= {"viewBox", "class", "fill", "stroke", "d"}
    assert {each.tag for each in root.iter()} == {"svg", "title", "path"}
    assert root.findtext("title") == 'Tra cứu <"1">'


def test_a_code_stays_black_on_white_in_dark_mode() -> None:
    assert 'fill="#fff"' in qr.svg("x")
    assert 'stroke="#000"' in qr.svg("x")


def test_a_code_for_paper_is_a_document_of_its_own() -> None:
    root = ElementTree.fromstring(qr.svg_document("H61.01-261124-0001"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
