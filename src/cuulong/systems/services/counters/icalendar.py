"""An appointment as an iCalendar file (RFC 5545) for telephones and desks (tệp lịch)."""

from __future__ import annotations

from datetime import UTC, datetime

from .models import Visit, VisitState


def icalendar(visit: Visit, *, summary: str, place: str, address: str, now: datetime) -> bytes:
    """One event; a cancelled one says so under the same identifier, so that calendars take it out (tệp iCalendar)."""
    cancelled = visit.state == VisitState.CANCELLED
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Cuu Long//Appointments//VI",
        "CALSCALE:GREGORIAN",
        f"METHOD:{'CANCEL' if cancelled else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:{visit.uuid}",
        f"DTSTAMP:{_utc(now)}",
        f"DTSTART:{_utc(visit.starts_at)}",
        f"DTEND:{_utc(visit.ends_at)}",
        f"SEQUENCE:{int(cancelled)}",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
        f"SUMMARY:{_text(summary)}",
        f"LOCATION:{_text(place)}",
        f"URL:{address}",
        *([] if cancelled else _alarm(summary)),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(_folded(line) for line in lines).encode()


def _alarm(summary: str) -> list[str]:
    return ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(summary)}", "TRIGGER:-PT1H", "END:VALARM"]


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    for mark in ("\\", ";", ","):
        words = words.replace(mark, "\\" + mark)
    return words.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 octets, never cut inside a letter."""
    pieces, piece, room = [], "", 75
    for char in line:
        if len((piece + char).encode()) > room:
            pieces.append(piece)
            piece, room = "", 74
        piece += char
    return "\r\n ".join([*pieces, piece]) + "\r\n"
