"""The sentences of the audit log for services (câu nhật ký)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import LogPhrase, declare

SENTENCES = {
    "dossier.send": _("Nộp hồ sơ {code}"),
    "dossier.send_supplement": _("Gửi bổ sung hồ sơ {code}"),
    "dossier.request_supplement": _("Yêu cầu bổ sung hồ sơ {code}"),
    "dossier.papers": _("Nhận thêm giấy tờ tại quầy cho hồ sơ {code}: {papers}"),
    "dossier.accept": _("Tiếp nhận hồ sơ {code}, hẹn trả {due_at}"),
    "dossier.decline": _("Từ chối tiếp nhận hồ sơ {code}"),
    "dossier.withdraw": _("Rút hồ sơ {code}"),
    "dossier.assign": _("Phân công giải quyết hồ sơ {code}"),
    "dossier.ask_opinion": _("Hỏi ý kiến về hồ sơ {code}"),
    "dossier.answer_opinion": _("Trả lời ý kiến về hồ sơ {code}"),
    "dossier.stop_clock": _("Tạm dừng tính thời hạn hồ sơ {code}"),
    "dossier.resume_clock": _("Tiếp tục tính thời hạn hồ sơ {code}"),
    "dossier.propose_issue": _("Đề xuất giải quyết hồ sơ {code}"),
    "dossier.propose_refusal": _("Đề xuất không giải quyết hồ sơ {code}"),
    "dossier.approve": _("Duyệt hồ sơ {code}"),
    "dossier.send_back": _("Trả lại hồ sơ {code} kèm ý kiến"),
    "dossier.pass_on": _("Chuyển bước hồ sơ {code}"),
    "dossier.recall": _("Thu hồi hồ sơ {code} để xử lý lại"),
    "dossier.sign": _("Ký kết quả hồ sơ {code}"),
    "dossier.number_and_seal": _("Cấp số {number}, đóng dấu kết quả hồ sơ {code}"),
    "dossier.propose": _("Đề nghị lãnh đạo quyết định về hồ sơ {code}"),
    "dossier.refuse_proposal": _("Không đồng ý đề nghị về hồ sơ {code}"),
    "dossier.extend": _("Xin lỗi, gia hạn hồ sơ {code} đến {due_at}"),
    "dossier.stop": _("Dừng giải quyết hồ sơ {code}"),
    "dossier.transfer": _("Chuyển hồ sơ {code} cho {to}"),
    "dossier.correct": _("Đính chính thông tin hồ sơ {code}"),
    "dossier.handed_all": _("Bàn giao {n} hồ sơ của {before} cho {after}"),
    "dossier.hand_over": _("Trả kết quả hồ sơ {code}"),
    "dossier.hand_over_refusal": _("Trả văn bản từ chối hồ sơ {code}"),
    "desk.opened": _("Mở ô tiếp nhận {number}"),
    "desk.closed": _("Đóng ô tiếp nhận {number}"),
    "desk.taken": _("Ngồi ô tiếp nhận {number}"),
    "device.added": _("Thêm thiết bị gọi số “{name}”"),
    "device.revoked": _("Thu hồi thiết bị gọi số “{name}”"),
    "paper_form.printed": _("In phiếu tiếp nhận giấy từ {first} đến {last}"),
    "paper_form.typed": _("Nhập lại phiếu giấy {number} thành hồ sơ {code}: {reason}"),
    "issuance.signed": _("Ký số văn bản “{title}”"),
    "issuance.issued": _("Ban hành văn bản số {number} “{title}”"),
    "procedure.published": _("Công bố thủ tục {code}, phiên bản {n}"),
    "procedure.begun": _("Thêm thủ tục {code} vào danh mục"),
    "procedure.closed": _("Thôi nhận hồ sơ thủ tục {code} từ {day}"),
    "listing.edited": _("Sửa nội dung công bố {code}, phiên bản {n}: {fields}"),
    "listing.confirmed": _("Xác nhận nội dung công bố {code}, phiên bản {n}"),
    "listing.published": _("Công bố nội dung thủ tục {code}, phiên bản {n}, từ {day}"),
    "listing.retired": _("Thủ tục {code}, phiên bản {n}, hết hiệu lực từ {day}"),
    "blank_form.added": _("Đăng mẫu “{title}” của thủ tục {code}"),
    "blank_form.removed": _("Gỡ mẫu “{title}” của thủ tục {code}"),
    "catalogue.previewed": _("Xem trước danh mục quốc gia từ tệp {name}: {rows} thủ tục"),
    "catalogue.accepted": _("Cho ghi danh mục quốc gia từ tệp {name}"),
    "catalogue.dropped": _("Bỏ lần nhập danh mục từ tệp {name}"),
    "catalogue.taken": _("Ghi danh mục quốc gia: {new} thủ tục mới, {changed} thay đổi, {refused} dòng không nhận"),
}

declare(*(LogPhrase(code=f"services.{code}", sentence=sentence) for code, sentence in SENTENCES.items()))
