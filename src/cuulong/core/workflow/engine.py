"""The face of workflow: everything a system may do to a case (động cơ quy trình)."""

from cuulong.core.workflow.actions.act import act, return_to
from cuulong.core.workflow.actions.assign import reassign, take
from cuulong.core.workflow.actions.clock import cancel, pause, resume
from cuulong.core.workflow.actions.hand_over import hand_over
from cuulong.core.workflow.actions.inform import inform
from cuulong.core.workflow.actions.opinions import answer_opinion, ask_opinion, withdraw_opinion
from cuulong.core.workflow.actions.recall import may_recall, recall
from cuulong.core.workflow.actions.start import start
from cuulong.core.workflow.rules import AlreadyMoved, NotAllowed

__all__ = [
    "AlreadyMoved",
    "NotAllowed",
    "act",
    "answer_opinion",
    "ask_opinion",
    "cancel",
    "hand_over",
    "inform",
    "may_recall",
    "pause",
    "reassign",
    "recall",
    "resume",
    "return_to",
    "start",
    "take",
    "withdraw_opinion",
]
