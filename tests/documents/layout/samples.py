"""Invented documents, one of every kind and some that strain the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cuulong.systems.documents.records import kinds
from cuulong.systems.documents.records.letter import Appendix, Letter, SignatureBlock

PARENT, BODY, PLACE = "Ủy ban nhân dân tỉnh Thí Dụ", "Sở Nông nghiệp và Môi trường", "Thí Dụ"
DIRECTOR = SignatureBlock(position="Giám đốc", name="Bùi Thị Giả Sử")
DEPUTY = SignatureBlock(capacity=("KT. Giám đốc",), position="Phó Giám đốc", name="Trần Văn Mẫu")
CHAIR = SignatureBlock(capacity=("TM. Ủy ban nhân dân",), position="Chủ tịch", name="Lê Văn Ví Dụ")
SECOND = SignatureBlock(position="Thư ký", name="Phạm Thị Thử", field="person-2")
WORDS = (
    "Thực hiện chương trình công tác năm, đơn vị rà soát toàn bộ các tuyến kênh cấp hai trên địa bàn, đánh giá mức độ "
    "bồi lắng và đề xuất phương án nạo vét trước mùa khô"
)
BASES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương;",
    "Căn cứ Nghị định số 01/2026/NĐ-CP ngày 05 tháng 01 năm 2026 của Chính phủ về việc thí dụ",
    "Theo đề nghị của Trưởng phòng Thủy lợi.",
)
ARTICLES = (
    "Điều 1. Phê duyệt kế hoạch nạo vét kênh mương năm 2026 với các nội dung kèm theo Quyết định này.\n"
    "1. Khối lượng nạo vét: 12.500 m³.\n"
    "2. Kinh phí thực hiện: 1.250.000.000 đồng.\n"
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.\n"
    "Điều 3. Chánh Văn phòng, Trưởng phòng Thủy lợi và các đơn vị liên quan chịu trách nhiệm thi hành Quyết định này."
)
REGULATION = (
    "Chương I\nQuy định chung\nĐiều 1. Phạm vi điều chỉnh\nQuy chế này quy định việc quản lý hồ sơ của cơ quan.\n"
    "Điều 2. Đối tượng áp dụng\n1. Công chức.\n2. Người lao động.\nChương II\nTổ chức thực hiện\n"
    "Mục 1\nTrách nhiệm\nĐiều 3. Hiệu lực\nQuy chế này có hiệu lực từ ngày 01 tháng 7 năm 2026."
)
SECTIONS = (
    f"I. Kết quả thực hiện\n1. Công tác thủy lợi\na) {WORDS};\nb) {WORDS};\n- {WORDS}.\n2. Công tác môi trường\n{WORDS}.\n"
    f"II. Nhiệm vụ thời gian tới\n{WORDS}.\n{WORDS}."
)
PLACES = ("- Bộ Thí dụ;", "Chủ tịch, các Phó Chủ tịch UBND tỉnh", "Các phòng chuyên môn.")


def _base(kind: str) -> Letter:
    return Letter(
        kind=kind,
        parent=PARENT,
        body=BODY,
        place=PLACE,
        subject="Về việc nạo vét kênh mương nội đồng năm 2026",
        text=f"{WORDS}.\n{WORDS}.",
        places=PLACES,
        keeper="TL",
        signers=(DIRECTOR,),
        verify_url="https://thidu.example/xac-minh/TD-2026-ABCD",
        verify_code="TD-2026-ABCD",
    )


def _all() -> dict[str, Letter]:
    found = {kind: _base(kind) for kind in kinds.KINDS}

    def change(kind: str, **fields: object) -> None:
        found[kind] = replace(found[kind], **fields)  # type: ignore[arg-type]

    change("nq", bases=BASES, text=ARTICLES.replace("Quyết định", "Nghị quyết"), signers=(CHAIR,))
    change("qd", bases=BASES, text=ARTICLES, signers=(DEPUTY,))
    for kind in ("qc", "qyd"):
        change(kind, subject="Quản lý hồ sơ của cơ quan", text=REGULATION)
    for kind in ("bc", "kh", "da", "pa", "duan", "ctr", "hd"):
        change(kind, text=SECTIONS)
    for kind in ("bc", "ttr"):
        change(kind, greeting=("Ủy ban nhân dân tỉnh Thí Dụ",))
    change(
        "cv",
        subject="tăng cường phòng, chống xâm nhập mặn trong mùa khô năm 2026",
        greeting=(
            "Ủy ban nhân dân các xã, phường;",
            "Công ty TNHH Một thành viên Khai thác công trình thủy lợi Thí Dụ",
        ),
        urgency=2,
        drafter="tvm",
        copies=30,
        address="Số 1, đường Thí Dụ, phường Thí Dụ, tỉnh Thí Dụ\nĐT: 0200.000.0000; Website: thidu.example",
    )
    change(
        "gm",
        subject="Dự họp về nạo vét kênh mương",
        greeting=("Ông Trần Văn Mẫu, Trưởng phòng Thủy lợi",),
        facts=(
            ("Tới dự", "cuộc họp bàn kế hoạch nạo vét kênh mương nội đồng năm 2026."),
            ("Chủ trì", "Bà Bùi Thị Giả Sử, Giám đốc."),
            ("Thời gian", "08 giờ 00, ngày 05 tháng 01 năm 2026."),
            ("Địa điểm", "Phòng họp số 1."),
        ),
        text="Đề nghị đại biểu mang theo tài liệu",
    )
    change(
        "ggt",
        subject="",
        facts=(
            ("Ông (bà)", "Trần Văn Mẫu"),
            ("Chức vụ", "Chuyên viên"),
            ("Được cử đến", "Ủy ban nhân dân xã Ví Dụ"),
            ("Về việc", "khảo sát tuyến kênh Mười Hai"),
        ),
        text="Giấy này có giá trị đến hết ngày 31 tháng 01 năm 2026",
        places=(),
        keeper="",
    )
    change(
        "gnp",
        subject="",
        bases=("Xét Đơn đề nghị nghỉ phép ngày 02 tháng 01 năm 2026 của ông Trần Văn Mẫu",),
        facts=(("Ông (bà)", "Trần Văn Mẫu"), ("Chức vụ", "Chuyên viên")),
        text=(
            "Được nghỉ phép trong thời gian 05 ngày kể từ ngày 05 tháng 01 năm 2026 đến hết ngày 09 tháng 01 năm 2026 tại "
            "xã Ví Dụ.\nSố ngày nghỉ phép nêu trên được tính vào thời gian nghỉ hằng năm"
        ),
        places=("Ông Trần Văn Mẫu",),
    )
    change(
        "bb",
        subject="Họp giao ban tháng 01 năm 2026",
        facts=(
            ("Thời gian bắt đầu", "08 giờ 00, ngày 05 tháng 01 năm 2026"),
            ("Địa điểm", "Phòng họp số 1"),
            ("Thành phần tham dự", "lãnh đạo Sở, trưởng các phòng"),
            ("Chủ trì (chủ tọa)", "Bà Bùi Thị Giả Sử"),
            ("Thư ký (người ghi biên bản)", "Bà Phạm Thị Thử"),
        ),
        text=f"Nội dung:\n{WORDS}.\nCuộc họp kết thúc vào 10 giờ 00, ngày 05 tháng 01 năm 2026",
        signers=(SECOND, replace(DIRECTOR, position="Chủ tọa")),
        places=(),
        keeper="Hồ sơ",
    )
    for kind in ("hdong", "btt", "bgn", "guq"):
        change(
            kind,
            facts=(("Bên A", "Sở Nông nghiệp và Môi trường"), ("Bên B", "Công ty Thí Dụ")),
            text=REGULATION.split("\n", 2)[2].replace("Quy chế", "Văn bản"),
            signers=(replace(SECOND, body="Đại diện bên B"), replace(DIRECTOR, body="Đại diện bên A")),
        )
    change("cd", greeting=("Ủy ban nhân dân các xã ven sông;", "Công an tỉnh"), urgency=3, signers=(DEPUTY,))
    change("pg", facts=(("Nơi gửi", "Văn phòng"), ("Số lượng", "02 văn bản")), greeting=("Sở Tư pháp",))
    change("tc-thu", greeting=("Các em học sinh trường Thí Dụ",), text=f"{WORDS}.\nThân ái!", places=())
    found[kinds.RESULT.code] = replace(
        _base(kinds.RESULT.code),
        title="Giấy phép khai thác nước dưới đất",
        subject="",
        bases=BASES,
        facts=(
            ("Tên tổ chức được phép", "Công ty Thí Dụ"),
            ("Vị trí", "Ấp Ví Dụ, xã Thí Dụ"),
            ("Lưu lượng", "120 m³/ngày"),
        ),
        text="Cấp phép với các nội dung sau.",
        closing="Giấy phép có hiệu lực 05 năm kể từ ngày ký.",
    )
    return found


LETTERS = _all()
DAY = date(2026, 1, 5)
LONG = replace(
    LETTERS["bc"],
    body="Ban Chỉ đạo phòng, chống thiên tai và tìm kiếm cứu nạn, ứng phó biến đổi khí hậu và nước biển dâng các tỉnh miền Thí Dụ",
    subject=f"{WORDS} và {WORDS.lower()}",
    text="\n".join(f"{n}. {WORDS}, {WORDS.lower()}." for n in range(1, 41)),
    places=tuple(f"Ủy ban nhân dân xã Thí Dụ thứ {n} và các tổ chức chính trị - xã hội cùng cấp" for n in range(1, 60)),
    circulation="Lưu hành nội bộ",
    appendices=(Appendix(title="Danh mục tuyến kênh", text=SECTIONS), Appendix(title="Biểu mẫu", text=WORDS)),
)
JOINT = replace(
    LETTERS["qd"],
    signers=(
        SignatureBlock(body="Sở Tài chính", position="Giám đốc", name="Phạm Thị Thử", field="person-2"),
        SignatureBlock(body="Sở Tư pháp", position="Giám đốc", name="Đỗ Văn Nháp", field="person-3"),
        replace(DEPUTY, body="Sở Nông nghiệp và Môi trường"),
    ),
    appendices=(Appendix(title="Quản lý hồ sơ của cơ quan", text=REGULATION, kind="qc"),),
)
STRAINED = {"long": LONG, "joint": JOINT}
