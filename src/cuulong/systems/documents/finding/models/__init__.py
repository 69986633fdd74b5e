"""Tables of imports (bảng nhập sổ cũ)."""

from .batch import Batch, BatchState

__all__ = ["Batch", "BatchState"]
