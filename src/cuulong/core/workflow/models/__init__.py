"""Tables of processes and cases (bảng dữ liệu quy trình)."""

from cuulong.core.workflow.models.case import Case, CaseState, Step, StepKind
from cuulong.core.workflow.models.draft import ProcessDraft
from cuulong.core.workflow.models.process import Process, ProcessVersion
from cuulong.core.workflow.models.transition import Transition, TransitionKind

__all__ = [
    "Case",
    "CaseState",
    "Process",
    "ProcessDraft",
    "ProcessVersion",
    "Step",
    "StepKind",
    "Transition",
    "TransitionKind",
]
