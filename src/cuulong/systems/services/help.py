"""What people ask most on the screens of services (trợ giúp theo màn hình)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cuulong.design.help import register_help

WORDS = {
    "procedures": (
        _("Không thấy thủ tục cần tìm?"),
        _("Gõ việc cần làm bằng lời thường, có dấu hay không dấu đều được, ví dụ: xin phep xay nha."),
    ),
    "procedure": (
        _("Chưa rõ phải chuẩn bị gì?"),
        _("Danh sách giấy tờ đổi theo câu trả lời của ông/bà. Quầy nào trong tỉnh cũng nhận hồ sơ thủ tục này."),
    ),
    "page": (
        _("Đang khai dở?"),
        _("Bản nháp được lưu ở mỗi bước, mở lại trong Hồ sơ của tôi. Quầy nào cũng khai giúp, không thu tiền."),
    ),
    "one_page": (
        _("Gặp chỗ khó?"),
        _("Chỗ sai được chỉ ra bên cạnh ô, chữ đã gõ vẫn còn. Quầy nào cũng khai giúp, không thu tiền."),
    ),
    "mine": (
        _("Tìm hồ sơ đã nộp?"),
        _("Hồ sơ nộp qua mạng ở trang này. Hồ sơ nộp tại quầy thì tra bằng mã và 4 số cuối điện thoại."),
    ),
    "dossier": (
        _("Vì sao là ngày hẹn này?"),
        _("Ngày nghỉ và ngày tạm dừng không tính. Dải ngày kể từng ngày đã tính và vì sao có ngày không tính."),
    ),
    "lookup": (
        _("Không tra được?"),
        _("Mã hồ sơ in trên giấy tiếp nhận. Bốn số cuối là của số điện thoại ghi khi nộp."),
    ),
    "counter": (
        _("Nhận hồ sơ của người đến quầy"),
        _(
            "Tìm thủ tục, nhập số căn cước để điền sẵn, đánh dấu giấy đã nhận. Nơi giải quyết được chọn theo câu trả lời."
        ),
    ),
    "intake": (
        _("Ghi nhận rồi mới tiếp nhận"),
        _("Ghi nhận thì hồ sơ có mã; tiếp nhận thì có ngày hẹn. Phí đến hạn phải thu trước khi tiếp nhận."),
    ),
    "workspace": (
        _("Làm gì ở màn hình này?"),
        _("Đọc giấy tờ và dự thảo, chọn thao tác của bước. Dừng thời hạn, trả lại hay từ chối đều phải ghi lý do."),
    ),
    "dossiers": (
        _("Lọc và tải danh sách"),
        _("Bộ lọc nằm trong địa chỉ trang, gửi cho đồng nghiệp được. Tệp CSV, Excel gồm mọi dòng đang lọc."),
    ),
    "index766": (
        _("Số liệu điều hành từ đâu ra?"),
        _("Mỗi con số là một số hồ sơ: bấm vào để xem đúng những hồ sơ đó. Chỉ số chưa đo được nói rõ vì sao."),
    ),
    "statistics": (
        _("Gửi báo cáo tháng thế nào?"),
        _("Chọn nơi, tháng và cách xếp, rồi mở Biểu để in hoặc tải XLSX. Số trên biểu đúng bằng số trên màn hình."),
    ),
    "load": (
        _("Dùng bảng này làm gì?"),
        _("Người có việc quá hạn đứng trước. Với hồ sơ trễ, mỗi bước đã quá hạn nêu tên người và đơn vị giữ bước đó."),
    ),
    "dashboard": (
        _("Số này từ đâu ra?"),
        _("Mọi số đều đếm từ hồ sơ. Bấm vào số để xem từng hồ sơ đã được đếm và cách tính."),
    ),
}

for code, (title, text) in WORDS.items():
    register_help(f"services:{code}", title, text)
