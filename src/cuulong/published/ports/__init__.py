"""Questions one system answers for others; each is bound once in site/wiring.py (cổng hỏi đáp giữa các hệ thống)."""

from .base import Port, Unbound

__all__ = ["Port", "Unbound"]
