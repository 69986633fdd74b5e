"""The page of every document after NĐ 30/2020: letters, copies, the arrival stamp, printed registers (trình bày văn bản)."""

from .page import typeset

__all__ = ["typeset"]
