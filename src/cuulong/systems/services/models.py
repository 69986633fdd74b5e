"""All nouns of the services system, so that Django finds them (mô hình dữ liệu dịch vụ công)."""

from .catalogue.models import Procedure, ProcedureVersion, Topic
from .dossiers.models import Dossier, Issuance, Paper, Supplement, Transition

__all__ = ["Dossier", "Issuance", "Paper", "Procedure", "ProcedureVersion", "Supplement", "Topic", "Transition"]
