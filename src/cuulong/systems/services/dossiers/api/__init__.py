"""What systems outside do with dossiers, below /api/v1/ (giao diện lập trình hồ sơ)."""

from . import filing, following, working
from .door import router

__all__ = ["filing", "following", "router", "working"]
