"""The kinds of administrative documents, as the law lists them (loại văn bản; NĐ 30/2020, Điều 7 và Phụ lục III)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class DocumentKind:
    """One kind: `code` is its abbreviation in lower case without accents, `short` what stands in a number (loại).

    `named`: its name stands as a title above the subject; a letter (công văn) has "V/v" instead.
    `articles`: its text is cut into numbered articles (Điều) after its legal bases.
    """

    code: str
    short: str
    title: object
    named: bool = True
    articles: bool = False

    @property
    def name(self) -> str:
        return str(self.title)


LETTER, COURTESY = "cv", "tc-thu"

KINDS = {
    kind.code: kind
    for kind in (
        DocumentKind("nq", "NQ", _("Nghị quyết"), articles=True),
        DocumentKind("qd", "QĐ", _("Quyết định"), articles=True),
        DocumentKind("ct", "CT", _("Chỉ thị")),
        DocumentKind("qc", "QC", _("Quy chế"), articles=True),
        DocumentKind("qyd", "QyĐ", _("Quy định"), articles=True),
        DocumentKind("tc", "TC", _("Thông cáo")),
        DocumentKind("tb", "TB", _("Thông báo")),
        DocumentKind("hd", "HD", _("Hướng dẫn")),
        DocumentKind("ctr", "CTr", _("Chương trình")),
        DocumentKind("kh", "KH", _("Kế hoạch")),
        DocumentKind("pa", "PA", _("Phương án")),
        DocumentKind("da", "ĐA", _("Đề án")),
        DocumentKind("duan", "DA", _("Dự án")),
        DocumentKind("bc", "BC", _("Báo cáo")),
        DocumentKind("bb", "BB", _("Biên bản")),
        DocumentKind("ttr", "TTr", _("Tờ trình")),
        DocumentKind("hdong", "HĐ", _("Hợp đồng"), articles=True),
        DocumentKind("cd", "CĐ", _("Công điện")),
        DocumentKind("bgn", "BGN", _("Bản ghi nhớ")),
        DocumentKind("btt", "BTT", _("Bản thỏa thuận")),
        DocumentKind("guq", "GUQ", _("Giấy ủy quyền")),
        DocumentKind("gm", "GM", _("Giấy mời")),
        DocumentKind("ggt", "GGT", _("Giấy giới thiệu")),
        DocumentKind("gnp", "GNP", _("Giấy nghỉ phép")),
        DocumentKind("pg", "PG", _("Phiếu gửi")),
        DocumentKind("pc", "PC", _("Phiếu chuyển")),
        DocumentKind("pb", "PB", _("Phiếu báo")),
        DocumentKind(LETTER, "", _("Công văn"), named=False),
        DocumentKind(COURTESY, "", _("Thư công")),
    )
}
# What answers a dossier and is none of the 29 (giấy phép, giấy chứng nhận…): named by the procedure, numbered by its own custom.
RESULT = DocumentKind("ket-qua", "", _("Kết quả thủ tục hành chính"))
ALL = KINDS | {RESULT.code: RESULT}

# Copies of a document (bản sao): sao y, trích sao, sao lục.
COPIES = {"sy": ("SY", _("Sao y")), "trs": ("TrS", _("Trích sao")), "sl": ("SL", _("Sao lục"))}
