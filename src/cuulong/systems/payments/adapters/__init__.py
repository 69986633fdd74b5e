"""Banks and their ways of telling: signed messages, statements (ngân hàng, cổng thanh toán)."""

from .bank import SIGNATURE, TIMESTAMP, BadMessage, read_transfer, simulate_later, simulate_transfer

__all__ = ["SIGNATURE", "TIMESTAMP", "BadMessage", "read_transfer", "simulate_later", "simulate_transfer"]
