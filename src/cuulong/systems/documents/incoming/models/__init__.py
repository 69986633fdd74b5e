"""Tables of incoming documents (bảng văn bản đến)."""

from .incoming import Channel, Handling, Incoming, Instruction, Share

__all__ = ["Channel", "Handling", "Incoming", "Instruction", "Share"]
