"""A few invented procedures brought in as a catalogue file, some of them odd on purpose (danh mục mẫu)."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting

from .catalogue.actions.import_catalogue import accept, make_findable, preview, take_in
from .catalogue.actions.listings import add_blank_form, confirm, edit, publish
from .catalogue.models import ImportRun, Listing, Procedure
from .demo_papers import drawing
from .dossiers.actions.national import note_state, take_in_for_nation
from .dossiers.models import NationalCase

LOADER = Acting.system("demo")


def _way(how: str, days: str, unit: str, fee: str) -> dict[str, str]:
    return {"hinh_thuc": how, "thoi_gian": days, "don_vi": unit, "phi_mo_ta": fee}


def _sample(code: str, name: str, *ways: dict[str, str], level: str = "Cấp xã", **more: Any) -> dict[str, Any]:
    return {
        "ma_thu_tuc": code,
        "ten_thu_tuc": name,
        "so_quyet_dinh": "01/QĐ-MAU",
        "bo_nganh": "Bộ Mẫu",
        "cap_thuc_hien": level,
        "linh_vuc": "Lĩnh vực mẫu",
        "loai_thu_tuc": "Loại khác",
        "doi_tuong": "Công dân Việt Nam, Doanh nghiệp",
        "co_quan_thuc_hien": "Ủy ban nhân dân cấp xã",
        "co_quan_co_tham_quyen": "Ủy ban nhân dân cấp xã",
        "trinh_tu_thuc_hien": "Bước 1: Nộp hồ sơ.\nBước 2: Nhận kết quả.",
        "cach_thuc": list(ways),
        "thanh_phan_ho_so": [
            {"truong_hop": "", "giay_to": [{"ten_giay_to": "Đơn đề nghị (mẫu 01)", "so_luong": {"bản chính": 1}}]}
        ],
        "can_cu_phap_ly": [{"so_ky_hieu": "01/2026/MAU", "trich_yeu": "Văn bản mẫu của bản trình diễn"}],
        "ket_qua": [{"ten": "Giấy xác nhận", "ma": "MAU"}],
        "yeu_cau_dieu_kien": "",
    } | more


SAMPLES = (
    _sample("9.900001", "Cấp giấy chứng nhận vườn cây mẫu", _way("Trực tiếp", "5", "Ngày làm việc", "700 VNĐ")),
    _sample("9.900002", "Xác nhận bến đò mẫu", _way("Trực tiếp", "3", "", "Miễn phí")),
    _sample("9.900003", "Cấp giấy phép làng nghề mẫu", _way("Trực tiếp", "10", "Ngày", "Theo biểu mức của tỉnh")),
    _sample("9.900004", "Đăng ký ao nuôi mẫu", _way("Trực tuyến", "2", "Ngày làm việc", "Miễn phí"), level="Cấp tỉnh"),
)


def load_demo_catalogue() -> None:
    """One import that was taken, one that is looked at, one procedure published; left alone once it is there."""
    if ImportRun.objects.exists():
        return
    waiting = preview(_file(*SAMPLES[:2]), name="danh-muc-mau-xem-truoc.jsonl", whole=False, acting=LOADER)
    taken = preview(_file(*SAMPLES), name="danh-muc-mau.jsonl", whole=False, acting=LOADER)
    make_findable(take_in(accept(taken, acting=LOADER).uuid))
    assert waiting.pk != taken.pk
    procedure = Procedure.objects.get(code="9.900004")
    listing = procedure.listings.get()
    who = {("receive", "commune", None), ("process", "province", None), ("decide", "province", None)}
    values = {"service_level": 4, "scope": "full", "by_post": False, "content": listing.content}
    listing = confirm(edit(procedure, values, who, (), acting=LOADER), acting=LOADER)
    publish(listing, valid_from=timezone.localdate(), acting=LOADER, at=timezone.now())
    pdf = io.BytesIO(drawing("Đơn đề nghị (mẫu 01)", "Họ và tên: ………………"))
    _taken_in_for_the_nation()
    add_blank_form(procedure, pdf, name="mau-01.pdf", title="Đơn đề nghị (mẫu 01)", acting=LOADER)


def _taken_in_for_the_nation() -> None:
    """One of the procedures is run by a national system; a counter has taken a dossier in for it."""
    listing = Listing.objects.select_related("procedure").get(procedure__code="9.900003")
    listing.national_system = "Hệ thống làng nghề quốc gia mẫu"
    listing.save(update_fields=["national_system"])
    counters = Agency.objects.filter(appointments__account__is_demo=True, appointments__role="intake_officer")
    counter = counters.filter(appointments__account__username="lc.tiepnhan").first() or counters.order_by("pk").first()
    if counter is None:
        return
    case = NationalCase(applicant_name="Nguyễn Văn Thử", applicant_phone="0900000001", theirs="LN-000123")
    at = timezone.now()
    case = take_in_for_nation(case, listing, counter=counter, acting=LOADER, at=at)
    note_state(case, "processing", note="Hệ thống đã nhận.", acting=LOADER, at=at + timedelta(minutes=5))


def _file(*records: dict[str, Any]) -> bytes:
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in records).encode()
