"""All nouns of the services system, so that Django finds them (mô hình dữ liệu dịch vụ công)."""

from .catalogue.models import Procedure, ProcedureVersion, Topic
from .dossiers.models import Dossier, Issuance, Paper, Pause, Supplement, Transition

__all__ = ["Dossier", "Issuance", "Paper", "Pause", "Procedure", "ProcedureVersion", "Supplement", "Topic", "Transition"]
