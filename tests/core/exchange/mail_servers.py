"""A mailbox on loopback: SMTP takes mails in, a few words of IMAP give them out (máy chủ thư thử)."""

from __future__ import annotations

import re
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Mailbox:
    """The mails in it, and which were read; UIDs count from 1."""

    mails: list[bytes] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    smtp: int = 0
    imap: int = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails.append(content)
        return "250 OK"


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.socket() as probe:  # the controller wants to know its port beforehand
        probe.bind(("127.0.0.1", 0))
        box.smtp = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.smtp)
    controller.start()

    class Session(socketserver.StreamRequestHandler):
        timeout = 20

        def handle(self) -> None:
            self._say("* OK ready")
            while line := self.rfile.readline().decode().strip():
                tag, _, command = line.partition(" ")
                self._answer(command)
                self._say(f"{tag} OK done")
                if command.upper().startswith("LOGOUT"):
                    return

        def _answer(self, command: str) -> None:
            if command.upper().startswith("CAPABILITY"):
                self._say("* CAPABILITY IMAP4rev1")
            elif command.upper().startswith("SELECT"):
                self._say(f"* {len(box.mails)} EXISTS")
            elif command.upper().startswith("UID SEARCH"):
                unread = [str(uid) for uid in range(1, len(box.mails) + 1) if uid not in box.seen]
                self._say(f"* SEARCH {' '.join(unread)}".strip())
            elif found := re.match(r"UID FETCH (\d+) \((.*)\)", command, re.IGNORECASE):
                self._fetch(int(found[1]), found[2])
            elif found := re.match(r"UID STORE (\d+) \+FLAGS", command, re.IGNORECASE):
                box.seen.add(int(found[1]))

        def _fetch(self, uid: int, what: str) -> None:
            mail = box.mails[uid - 1]
            if "SIZE" in what:
                return self._say(f"* {uid} FETCH (UID {uid} RFC822.SIZE {len(mail)})")
            self.wfile.write(f"* {uid} FETCH (UID {uid} BODY[] {{{len(mail)}}}\r\n".encode() + mail + b")\r\n")

        def _say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    box.imap = server.server_address[1]
    try:
        yield box
    finally:
        server.shutdown()
        server.server_close()
        controller.stop()
