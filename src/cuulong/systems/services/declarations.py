"""What services declare to the house: rights, doors, reactions, what can be found (khai báo dịch vụ công)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.core.eforms.facts import FormPublished
from cuulong.core.exchange.facts import LookupSettled
from cuulong.core.registry import (
    Job,
    Kind,
    LoadStep,
    MenuItem,
    Right,
    Searchable,
    Subscription,
    SystemCard,
    Worklist,
    declare,
)
from cuulong.core.search.index import Document
from cuulong.core.search.scopes import held
from cuulong.lib.province import Province
from cuulong.published.facts import services as facts
from cuulong.published.facts.payments import ChargePaid

from . import subscribers
from .catalogue.actions.load_procedures import load_procedures
from .catalogue.actions.put_in_force import document_of
from .catalogue.finding import LISTED, all_listed, url_of
from .catalogue.models import ImportRun, Listing, Procedure, ProcedureVersion
from .counters.actions.plans import load_plan
from .counters.models import BookingPlan, Visit
from .demo import load_demo_dossiers
from .demo_catalogue import load_demo_catalogue
from .dossiers.machine_read import every_document
from .dossiers.models import (
    Correction,
    CoSigner,
    Dossier,
    FilingPlace,
    GuestPass,
    Issuance,
    NationalCase,
    Paper,
    Proposal,
    ReuseConsent,
    Supplement,
    Withdrawal,
)
from .dossiers.queries import PARTS, for_officials
from .steering.worklist import count, items, proposal_items, proposals

OFFICE = {"intake_officer", "post_intake_clerk", "centre_director", "specialist", "head_of_division", "signer", "clerk"}


def _workspace(dossier: Any) -> str:
    return reverse("services:workspace", args=[dossier.uuid])


def _own_page(dossier: Any) -> str:
    return reverse("services:dossier", args=[dossier.uuid])


def _procedure_url(ref: Any) -> str:
    procedure = Procedure.objects.get(uuid=ref.uuid)
    return reverse("services:procedure", args=[procedure.slug])


def _dossier_url(ref: Any) -> str:
    return reverse("services:workspace", args=[ref.uuid])


def _all_dossiers() -> Iterable[Document]:
    found = Dossier.objects.exclude(state="draft").select_related(*PARTS, "competent_agency__parent")
    return (subscribers.document_of(dossier) for dossier in found.iterator(chunk_size=1000))


def _all_procedures() -> Iterable[Document]:
    published = ProcedureVersion.objects.published(timezone.localdate()).select_related("procedure")
    return (document_of(version) for version in published)


declare(
    Right(code="services.dossier.read", title=_("Xem hồ sơ"), roles=frozenset({*OFFICE, "fee_collector"})),
    Right(
        code="services.dossier.accept",
        title=_("Tiếp nhận và trả kết quả"),
        roles=frozenset({"intake_officer", "post_intake_clerk"}),
    ),
    Right(
        code="services.dossier.process",
        title=_("Giải quyết hồ sơ"),
        roles=frozenset({"specialist", "head_of_division"}),
    ),
    Right(
        code="services.opinion.answer", title=_("Trả lời ý kiến"), roles=frozenset({"specialist", "head_of_division"})
    ),
    Right(
        code="services.withdrawal.decide",
        title=_("Trả lời đề nghị rút hồ sơ"),
        roles=frozenset({"specialist", "head_of_division"}),
    ),
    Right(
        code="services.visit.read",
        title=_("Xem và ghi nhận lịch hẹn"),
        roles=frozenset({"intake_officer", "post_intake_clerk", "centre_director"}),
    ),
    Right(
        code="services.visit.plan",
        title=_("Đặt kế hoạch nhận hẹn"),
        roles=frozenset({"intake_officer", "centre_director"}),
    ),
    Right(code="services.dossier.sign", title=_("Ký kết quả"), roles=frozenset({"signer"})),
    Right(code="services.dossier.seal", title=_("Cấp số, đóng dấu"), roles=frozenset({"clerk"})),
    Right(
        code="services.dossier.reassign",
        title=_("Bàn giao hồ sơ của cơ quan đã kết thúc"),
        roles=frozenset({"chief_of_office", "procedure_controller"}),
        scope="province",
    ),
    Right(
        code="services.steer",
        title=_("Xem số liệu điều hành"),
        roles=frozenset(
            {"centre_director", "signer", "head_of_division", "chief_of_office", "procedure_controller", "auditor"}
        ),
    ),
    Right(
        code="services.catalogue.control",
        title=_("Kiểm soát, công bố thủ tục hành chính"),
        roles=frozenset({"procedure_controller"}),
        scope="province",
    ),
    Kind(
        code=Dossier.ref_kind,
        title=_("Hồ sơ"),
        find=lambda uuid: Dossier.objects.filter(uuid=uuid).first(),
        url=_own_page,
        visible_to=lambda acting: Dossier.objects.visible_to(acting),
    ),
    Kind(
        code=Procedure.ref_kind,
        title=_("Thủ tục hành chính"),
        find=lambda uuid: Procedure.objects.filter(uuid=uuid).first(),
        url=lambda p: reverse("services:procedure", args=[p.slug]),
    ),
    Kind(
        code=Issuance.ref_kind, title=_("Văn bản kết quả"), find=lambda uuid: Issuance.objects.filter(uuid=uuid).first()
    ),
    Kind(
        code=Supplement.ref_kind,
        title=_("Phiếu yêu cầu bổ sung"),
        find=lambda uuid: Supplement.objects.filter(uuid=uuid).first(),
    ),
    Kind(code=Proposal.ref_kind, title=_("Đề nghị"), find=lambda uuid: Proposal.objects.filter(uuid=uuid).first()),
    Kind(
        code=GuestPass.ref_kind,
        title=_("Người nộp không tài khoản"),
        find=lambda uuid: GuestPass.objects.filter(uuid=uuid).first(),
    ),
    Kind(
        code=CoSigner.ref_kind,
        title=_("Người cùng nộp"),
        find=lambda uuid: CoSigner.objects.filter(uuid=uuid).first(),
    ),
    Kind(
        code=ReuseConsent.ref_kind,
        title=_("Đồng ý dùng lại giấy tờ"),
        find=lambda uuid: ReuseConsent.objects.filter(uuid=uuid).first(),
    ),
    Kind(
        code=Correction.ref_kind,
        title=_("Đính chính tờ khai"),
        find=lambda uuid: Correction.objects.filter(uuid=uuid).first(),
    ),
    Kind(
        code=NationalCase.ref_kind,
        title=_("Hồ sơ của hệ thống quốc gia"),
        find=lambda uuid: NationalCase.objects.filter(uuid=uuid).first(),
        url=lambda case: reverse("services:national_case", args=[case.uuid]),
        visible_to=lambda acting: NationalCase.objects.visible_to(acting),
    ),
    Kind(
        code=Withdrawal.ref_kind,
        title=_("Đề nghị rút hồ sơ"),
        find=lambda uuid: Withdrawal.objects.filter(uuid=uuid).first(),
    ),
    Kind(
        code=Visit.ref_kind,
        title=_("Lịch hẹn"),
        find=lambda uuid: Visit.objects.filter(uuid=uuid).first(),
        url=lambda visit: reverse("services:visit", args=[visit.code]),
    ),
    Kind(
        code=BookingPlan.ref_kind,
        title=_("Kế hoạch nhận hẹn"),
        find=lambda uuid: BookingPlan.objects.filter(uuid=uuid).first(),
    ),
    Kind(
        code=FilingPlace.ref_kind,
        title=_("Nơi nộp trực tuyến"),
        find=lambda uuid: FilingPlace.objects.filter(uuid=uuid).first(),
    ),
    Kind(
        code=ImportRun.ref_kind,
        title=_("Lần nhập danh mục"),
        find=lambda uuid: ImportRun.objects.filter(uuid=uuid).first(),
    ),
    Kind(
        code=Listing.ref_kind,
        title=_("Nội dung công bố thủ tục"),
        find=lambda uuid: Listing.objects.filter(uuid=uuid).first(),
    ),
    MenuItem(
        code="services.counter",
        title=_("Quầy tiếp nhận"),
        short=_("Quầy"),
        group=_("Một cửa"),
        url_name="services:counter",
        icon="shop-window",
        right="services.dossier.accept",
        order=20,
        count=lambda acting: (
            for_officials(acting)
            .filter(state="sent", intake_agency__in=acting.agency_ids("services.dossier.accept") or ())
            .count()
        ),
    ),
    MenuItem(
        code="services.dossiers",
        title=_("Hồ sơ"),
        group=_("Một cửa"),
        url_name="services:dossiers",
        icon="folder2-open",
        right="services.dossier.read",
        order=30,
    ),
    MenuItem(
        code="services.reassign",
        title=_("Bàn giao hồ sơ"),
        short=_("Bàn giao"),
        group=_("Một cửa"),
        url_name="services:reassign",
        icon="box-arrow-right",
        right="services.dossier.reassign",
        order=35,
    ),
    MenuItem(
        code="services.catalogue",
        title=_("Kiểm soát thủ tục"),
        group=_("Một cửa"),
        url_name="services:listings",
        icon="list-check",
        right="services.catalogue.control",
        order=45,
    ),
    MenuItem(
        code="services.dashboard",
        title=_("Kết quả phục vụ"),
        short=_("Số liệu"),
        group=_("Một cửa"),
        url_name="services:dashboard",
        icon="bar-chart",
        right="services.steer",
        order=50,
    ),
    Worklist(code="services.steps", title=_("Hồ sơ chờ xử lý"), items=items, count=count, order=10),
    Worklist(
        code="services.proposals",
        title=_("Đề nghị chờ quyết định"),
        items=proposal_items,
        count=lambda acting: proposals(acting).count(),
        order=11,
    ),
    Searchable(
        code=Procedure.ref_kind,
        title=_("Thủ tục hành chính"),
        scopes=lambda acting: None,
        url=_procedure_url,
        reindex=_all_procedures,
    ),
    Searchable(
        code=LISTED,
        title=_("Thủ tục trong danh mục"),
        scopes=lambda acting: None,
        url=url_of,
        reindex=all_listed,
    ),
    Searchable(
        code=Dossier.ref_kind,
        title=_("Hồ sơ"),
        scopes=lambda acting: held(acting, "services.dossier.read"),
        url=_dossier_url,
        reindex=_all_dossiers,
    ),
    Searchable(
        code=Paper.ref_kind,
        title=_("Giấy tờ (máy đọc)"),
        scopes=lambda acting: held(acting, "services.dossier.read"),
        url=lambda ref: reverse("services:paper_text", args=[ref.uuid]),
        reindex=every_document,
    ),
    Kind(code=Paper.ref_kind, title=_("Giấy tờ"), find=lambda uuid: Paper.objects.filter(uuid=uuid).first()),
    Subscription(code="services.index.sent", fact=facts.DossierSent, handler=subscribers.index_dossier),
    Subscription(code="services.index.accepted", fact=facts.DossierAccepted, handler=subscribers.index_dossier),
    Subscription(code="services.index.moved", fact=facts.DossierTransferred, handler=subscribers.index_dossier),
    Subscription(code="services.read_accepted", fact=facts.DossierAccepted, handler=subscribers.let_read),
    Subscription(code="services.read_resumed", fact=facts.ClockResumed, handler=subscribers.let_read),
    Job(code="services.read_scans", cron="* * * * *", run=subscribers.read_scans),
    Subscription(code="services.follow_form", fact=FormPublished, handler=subscribers.follow_form),
    Subscription(code="services.take_proof", fact=LookupSettled, handler=subscribers.take_proof),
    Subscription(code="services.note_payment", fact=ChargePaid, handler=subscribers.note_payment),
    LoadStep(code="services.procedures", order=50, load=lambda: load_procedures(Province(settings.PROVINCE_DIR))),
    LoadStep(
        code="services.demo", order=200, load=lambda: load_demo_dossiers(Province(settings.PROVINCE_DIR)), demo=True
    ),
    LoadStep(code="services.demo_catalogue", order=210, load=load_demo_catalogue, demo=True),
    Job(code="services.forget_guests", cron="25 2 * * *", run=subscribers.forget_guests),
    Job(code="services.remind_visits", cron="7 * * * *", run=subscribers.remind_visitors),
    LoadStep(code="services.booking", order=55, load=lambda: load_plan(Province(settings.PROVINCE_DIR))),
    SystemCard(
        code="services",
        title=_("Dịch vụ công, một cửa"),
        summary=_("Tìm thủ tục, nộp trực tuyến hoặc tại quầy, theo dõi, nhận kết quả ký số"),
        works=True,
        url_name="services:front",
        order=10,
    ),
)
