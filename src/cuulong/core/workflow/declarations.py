"""What workflow declares to the house: kinds, rights, log sentences, doors (khai báo)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.core.people.acting import Acting
from cuulong.core.registry import Kind, LogPhrase, MenuItem, Right, RouteSample
from cuulong.core.workflow import queries
from cuulong.core.workflow.actions.drafts import open_draft
from cuulong.core.workflow.models import Case, Process, ProcessDraft, ProcessVersion, Step

WORKING = frozenset(
    {
        "intake_officer",
        "post_intake_clerk",
        "centre_director",
        "specialist",
        "head_of_division",
        "signer",
        "clerk",
        "chief_of_office",
        "fee_collector",
        "procedure_controller",
        "archivist",
    }
)
HEADS = frozenset({"centre_director", "head_of_division", "chief_of_office", "signer"})


def _process_url(process: Any) -> str:
    return reverse("workflow:process", args=[process.code])


KINDS = (
    Kind(
        code=Process.ref_kind,
        title=_("quy trình"),
        find=lambda uuid: Process.objects.filter(uuid=uuid).first(),
        url=_process_url,
    ),
    Kind(
        code=ProcessVersion.ref_kind,
        title=_("phiên bản quy trình"),
        find=lambda uuid: ProcessVersion.objects.filter(uuid=uuid).select_related("process").first(),
        url=lambda version: f"{_process_url(version.process)}?version={version.n}",
    ),
    Kind(
        code=Case.ref_kind,
        title=_("vụ việc"),
        find=lambda uuid: Case.objects.filter(uuid=uuid).first(),
        visible_to=queries.visible_to,
    ),
    Kind(
        code=Step.ref_kind,
        title=_("bước xử lý"),
        find=lambda uuid: Step.objects.filter(uuid=uuid).first(),
        visible_to=lambda acting: Step.objects.filter(case__in=queries.visible_to(acting)),
    ),
)

RIGHTS = (
    Right(code="workflow.act", title=_("Xử lý bước trong quy trình"), roles=WORKING),
    Right(code="workflow.assign", title=_("Phân công người xử lý"), roles=HEADS),
    Right(
        code="workflow.read_processes",
        title=_("Xem quy trình nội bộ"),
        roles=WORKING | {"administrator", "auditor"},
        scope="province",
    ),
    Right(
        code="workflow.design",
        title=_("Soạn và ban hành quy trình nội bộ"),
        roles=frozenset({"procedure_controller", "administrator"}),
        scope="province",
    ),
)

PHRASES = (
    LogPhrase(code="workflow.case.started", sentence=_("Bắt đầu quy trình “{process}”")),
    LogPhrase(code="workflow.step.done", sentence=_("“{done}” ở bước “{step}” của quy trình “{process}”")),
    LogPhrase(code="workflow.step.returned", sentence=_("Trả lại từ bước “{step}” về bước “{to}”")),
    LogPhrase(code="workflow.step.recalled", sentence=_("Thu hồi từ bước “{step}” về bước “{to}”")),
    LogPhrase(code="workflow.case.moved", sentence=_("Chuyển quy trình “{process}” cho {to}")),
    LogPhrase(code="workflow.step.taken", sentence=_("{to} nhận bước “{step}”")),
    LogPhrase(code="workflow.step.assigned", sentence=_("Giao bước “{step}” cho {to}")),
    LogPhrase(code="workflow.opinion.asked", sentence=_("Hỏi ý kiến: {step}")),
    LogPhrase(code="workflow.opinion.answered", sentence=_("Trả lời ý kiến trong quy trình “{process}”")),
    LogPhrase(code="workflow.opinion.withdrawn", sentence=_("Rút câu hỏi ý kiến trong quy trình “{process}”")),
    LogPhrase(
        code="workflow.case.paused",
        sentence=_("Tạm dừng quy trình “{process}”: {reason}"),
        personal=frozenset({"reason"}),
    ),
    LogPhrase(code="workflow.case.resumed", sentence=_("Cho quy trình “{process}” chạy tiếp")),
    LogPhrase(
        code="workflow.case.cancelled",
        sentence=_("Dừng hẳn quy trình “{process}”: {reason}"),
        personal=frozenset({"reason"}),
    ),
    LogPhrase(code="workflow.draft.opened", sentence=_("Mở bản soạn của quy trình “{title}”")),
    LogPhrase(code="workflow.draft.changed", sentence=_("Sửa bản soạn của quy trình “{title}”")),
    LogPhrase(code="workflow.draft.discarded", sentence=_("Bỏ bản soạn của quy trình “{title}”")),
    LogPhrase(code="workflow.version.drafted", sentence=_("Soạn phiên bản {n} của quy trình “{title}”")),
    LogPhrase(code="workflow.version.published", sentence=_("Ban hành phiên bản {n} của quy trình “{title}”")),
    LogPhrase(code="workflow.version.retired", sentence=_("Thôi áp dụng phiên bản {n} của quy trình “{title}”")),
)

MENU = (
    MenuItem(
        code="workflow.processes",
        title=_("Quy trình nội bộ"),
        short=_("Quy trình"),
        group=_("Danh mục"),
        url_name="workflow:processes",
        icon="diagram-3",
        right="workflow.read_processes",
        order=610,
    ),
)


def _sample_process() -> dict[str, str]:
    version = ProcessVersion.objects.exclude(state="draft").select_related("process").order_by("process__code").first()
    return {"code": version.process.code} if version else {}


def _sample_draft() -> dict[str, str]:
    """A process on the workbench; one is opened where nobody has yet."""
    draft = ProcessDraft.objects.select_related("process").order_by("pk").first()
    if draft is None and (process := Process.objects.order_by("code").first()) is not None:
        draft = open_draft(process, acting=Acting.system("samples"), at=timezone.now())
    return {"code": draft.process.code} if draft else {}


def _sample_draft_step() -> dict[str, str]:
    where = _sample_draft()
    draft = ProcessDraft.objects.filter(process__code=where.get("code", "")).first()
    return {**where, "key": draft.definition["steps"][0]["key"]} if draft else {}


def _sample_published() -> dict[str, Any]:
    version = ProcessVersion.objects.filter(state="published").select_related("process").order_by("pk").first()
    return {"code": version.process.code, "n": version.n} if version else {}


SAMPLES = (
    RouteSample(code="workflow:processes", role="specialist"),
    RouteSample(code="workflow:process", role="specialist", kwargs=_sample_process),
    RouteSample(code="workflow:compare", role="specialist", kwargs=_sample_process),
    RouteSample(code="workflow:bpmn", role="specialist", kwargs=_sample_process),
    RouteSample(code="workflow:new", role="procedure_controller"),
    RouteSample(code="workflow:import", role="procedure_controller"),
    RouteSample(code="workflow:open", role="procedure_controller", kwargs=_sample_process, method="POST", status=302),
    RouteSample(code="workflow:design", role="procedure_controller", kwargs=_sample_draft),
    RouteSample(code="workflow:design_step", role="procedure_controller", kwargs=_sample_draft_step),
    RouteSample(code="workflow:publish", role="procedure_controller", kwargs=_sample_draft),
    RouteSample(code="workflow:discard", role="procedure_controller", kwargs=_sample_draft),
    RouteSample(code="workflow:retire", role="procedure_controller", kwargs=_sample_published),
)
