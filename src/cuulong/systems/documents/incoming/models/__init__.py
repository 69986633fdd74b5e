"""Tables of incoming documents (bảng văn bản đến)."""

from .incoming import Asked, Channel, Handling, Incoming, Instruction, Share

__all__ = ["Asked", "Channel", "Handling", "Incoming", "Instruction", "Share"]
