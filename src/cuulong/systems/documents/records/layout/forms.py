"""What each kind's page has of its own, after the samples of the decree (mẫu trình bày; NĐ 30/2020, Phụ lục III, mục II)."""

from __future__ import annotations

from dataclasses import dataclass

from ..letter import Letter, SignatureBlock


@dataclass(frozen=True)
class Form:
    """The peculiarities of a kind (mẫu).

    `order`: the line that turns from the bases to what is resolved. `opening`: the line that leads to those it is addressed
    to or about. `formula`: the fixed sentence after the labelled lines. `labelled`: facts are lines "Label: value" and no
    table. `dated`: place and date stand in the head. `confirmation`: what another office may confirm below, by hand.
    """

    order: str = ""
    opening: str = ""
    formula: str = ""
    labelled: bool = False
    dated: bool = True
    confirmation: str = ""


_PARTIES = Form(labelled=True)
PLAIN = Form()
FORMS = {
    "nq": Form(order="QUYẾT NGHỊ:"),
    "qd": Form(order="QUYẾT ĐỊNH:"),
    "bb": Form(labelled=True, dated=False),
    "cd": Form(opening="{authority} điện:"),
    "gm": Form(opening="{body} trân trọng kính mời:", labelled=True),
    "ggt": Form(
        opening="{body} trân trọng giới thiệu:",
        formula="Đề nghị Quý cơ quan tạo điều kiện để ông (bà) có tên ở trên hoàn thành nhiệm vụ.",
        labelled=True,
    ),
    "gnp": Form(
        opening="{body} cấp cho:",
        labelled=True,
        confirmation="Xác nhận của cơ quan (tổ chức) hoặc chính quyền địa phương nơi nghỉ phép",
    ),
    "guq": _PARTIES,
    "hdong": _PARTIES,
    "bgn": _PARTIES,
    "btt": _PARTIES,
    "pg": Form(labelled=True),
    "pc": Form(labelled=True),
    "pb": Form(labelled=True),
}
# Labels that the sample writes without a colon.
_BARE = frozenset({"Tới dự"})
_INSTEAD = ("KT.", "TL.", "TUQ.", "Q.")


def form_of(kind: str) -> Form:
    """The form of a kind (mẫu của loại văn bản)."""
    return FORMS.get(kind, PLAIN)


def label(text: str) -> str:
    """A label as it leads its line (nhãn)."""
    bare = text.strip().rstrip(":")
    return bare if bare in _BARE else f"{bare}:"


def authority(letter: Letter) -> str:
    """Who has the power to issue it: the body, or the post of its head (thẩm quyền ban hành)."""
    if letter.authority:
        return letter.authority
    signer = letter.signers[-1] if letter.signers else SignatureBlock()
    lines = [line.strip() for line in signer.capacity]
    if letter.kind == "nq" or any(line.upper().startswith("TM.") for line in lines):
        return letter.body
    replaced = [line.split(".", 1)[1].strip() for line in lines if line.upper().startswith(_INSTEAD)]
    return _post(replaced[0] if replaced else signer.position.strip(), letter.body.strip())


def _post(post: str, body: str) -> str:
    """ "Chủ tịch" and "Ủy ban nhân dân xã Thí Dụ" make one line; "Trưởng phòng" and "Phòng Kinh tế" share a word."""
    if not post or body.casefold() in post.casefold():
        return post or body
    words, following = post.split(), body.split()
    if following and words[-1].casefold() == following[0].casefold():
        following = following[1:]
    return " ".join([*words, *following])
