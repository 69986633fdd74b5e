"""What we tell the portal, in the tags of its own services (thông điệp gửi Cổng)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Subquery
from django.urls import reverse

from cuulong.published.ports.results import results

from ..catalogue.models import Listing
from ..dossiers.charges import charges_of
from ..dossiers.models import Dossier, State, Transition
from ..dossiers.story import verb_title
from .models import NationalEntry, NationalList
from .rules import BUSINESS, PERSON, moment, status_of


def sync_of(dossier: Dossier, status: str) -> dict[str, Any]:
    """One entry of DongBoHoSoMC: the dossier as it stands (đồng bộ hồ sơ)."""
    issued = results().find(dossier.ref) if dossier.state in (State.ISSUED, State.RETURNED) else None
    whose = dossier.business.tax_code if dossier.business else (dossier.citizen.cccd if dossier.citizen else "")
    sector = _sector_of(dossier)
    return {
        "MaHoSo": dossier.code,
        "MaTTHC": dossier.version.procedure.code,
        "TenTTHC": dossier.version.name,
        "MaLinhVuc": sector.code if sector else "",
        "TenLinhVuc": sector.name if sector else "",
        "ChuHoSo": dossier.receiver_name,
        "LoaiDoiTuong": BUSINESS if dossier.business else PERSON,
        "MaDoiTuong": whose or "",
        "ThongTinKhac": "",
        "Email": dossier.applicant_email,
        "Fax": "",
        "SoDienThoai": dossier.applicant_phone,
        "TrichYeuHoSo": "",
        "NgayTiepNhan": moment(dossier.accepted_at or dossier.filed_at),
        "NgayHenTra": moment(dossier.due_at),
        "TrangThaiHoSo": status,
        "NgayTra": moment(dossier.returned_at),
        "ThongTinTra": "",
        "HinhThuc": {"counter": "0", "online": "1", "post": "2"}[dossier.channel],
        "NgayKetThucXuLy": moment(dossier.finished_at),
        "DonViXuLy": dossier.competent_agency.name if dossier.competent_agency else "",
        "GhiChu": "",
        "DanhSachLePhi": [
            {"TenPhiLePhi": one.code, "MaPhiLePhi": one.code, "HinhThucThu": "", "Gia": str(one.total),
             "LoaiPhiLePhi": "", "DaThanhToan": "1" if one.state == "paid" else "0"}
            for one in charges_of(dossier)
            if one.state in ("due", "paid")
        ],
        "DanhSachTepDinhKemKhac": [],
        "DanhSachHoSoBoSung": [
            {"HoSoBoSungId": one.number, "NguoiYeuCauBoSung": one.requested_by, "NoiDungBoSung": one.note,
             "NgayBoSung": moment(one.requested_at), "NgayTraLoi": moment(one.answered_at)}
            for one in dossier.supplements.all()
        ],
        "DanhSachGiayToKetQua": [
            {"TenGiayTo": issued.number, "MaThanhPhanHoSo": "", "GiayToId": str(issued.ref.uuid),
             "DuongDanTepTinKetQua": settings.BASE_URL + reverse("signatures:original", args=[issued.verify_code])}
        ] if issued and issued.state == "issued" else [],
        "TaiLieuNop": [
            {"TenTepDinhKem": one.file.name if one.file else "", "MaThanhPhanHoSo": one.key, "TepDinhKemId": str(one.uuid),
             "DuongDanTaiTepTin": "", "IsDeleted": "False"}
            for one in dossier.papers.filter(replaced=False).select_related("file")
        ],
    }  # fmt: skip


def _sector_of(dossier: Dossier) -> NationalEntry | None:
    """The sector of its procedure as the portal calls it; None until its list was fetched."""
    listed = Listing.objects.filter(procedure=dossier.version.procedure_id, sector__isnull=False).order_by("-n")
    found = NationalEntry.objects.filter(
        kind=NationalList.SECTOR, gone=False, sector=Subquery(listed.values("sector")[:1])
    )
    return found.first()


def progress_of(dossier: Dossier, step: Transition) -> dict[str, Any]:
    """One entry of CapNhatTienDoHoSoMC: a step that was taken; notes for officials stay here (cập nhật tiến độ)."""
    return {
        "MaHoSo": dossier.code,
        "NguoiXuLy": step.actor_name,
        "ChucDanh": "",
        "ThoiDiemXuLy": moment(step.happened_at),
        "PhongBanXuLy": step.agency_name,
        "NoiDungXuLy": step.public_note or verb_title(step.verb),
        "TrangThai": status_of(step.after, step.verb),
        "NgayBatDau": "",
        "NgayKetThucTheoQuyDinh": moment(dossier.due_at),
    }
