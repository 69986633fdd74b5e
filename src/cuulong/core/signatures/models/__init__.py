"""Certificates with their history, results anyone may verify, files kept valid for long (chứng thư số, kết quả)."""

from .certificate import Backend, Certificate, CertificateState, TokenState
from .issued import Issued
from .notice import ExpiryNotice, NoticePlan
from .pending import PendingSignature
from .preserved import Preserved, PreservedStep
from .request import CertificateRequest, RequestState
from .step import CertificateStep, StepKind

__all__ = [
    "Backend",
    "Certificate",
    "CertificateRequest",
    "CertificateState",
    "CertificateStep",
    "ExpiryNotice",
    "Issued",
    "NoticePlan",
    "PendingSignature",
    "Preserved",
    "PreservedStep",
    "RequestState",
    "StepKind",
    "TokenState",
]
