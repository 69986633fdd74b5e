"""`python -m cuulong.core.signatures.token_helper --module DRIVER --origin ADDRESS` (khởi động trợ lý ký số)."""

from __future__ import annotations

import argparse
import getpass
import signal
import sys
from contextlib import suppress
from urllib.parse import urlsplit

from .server import PORT, Helper
from .token import Token


def ask_pin(about: str) -> str:
    """Ask on the screen of this machine: a window where there is one, else the terminal (hỏi mã PIN)."""
    try:
        import tkinter
        from tkinter import simpledialog

        window = tkinter.Tk()
    except (ImportError, RuntimeError):
        return getpass.getpass(f"Mã PIN của {about}: ")
    except tkinter.TclError:
        return getpass.getpass(f"Mã PIN của {about}: ")
    window.withdraw()
    window.attributes("-topmost", True)
    try:
        return simpledialog.askstring("Ký số", f"Mã PIN của {about}", show="•", parent=window) or ""
    finally:
        window.destroy()


def main() -> None:
    """Serve until it is stopped (chạy)."""
    parser = argparse.ArgumentParser(prog="token_helper", description="Trợ lý ký số trên máy của cán bộ")
    parser.add_argument("--module", required=True, help="path of the token's PKCS#11 driver")
    parser.add_argument("--origin", required=True, help="address of the province's pages, such as https://tinh.example")
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument(
        "--pin-from-stdin", action="store_true", help="read one PIN a line, for trials without a screen"
    )
    chosen = parser.parse_args()
    parts = urlsplit(chosen.origin)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/"):
        parser.error("--origin is scheme and host only, such as https://tinh.example")
    asking = (lambda _about: sys.stdin.readline().strip()) if chosen.pin_from_stdin else ask_pin
    helper = Helper(Token(chosen.module, asking), chosen.origin, chosen.port)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(helper.url, flush=True)
    with suppress(KeyboardInterrupt):
        helper.serve_forever()


main()
