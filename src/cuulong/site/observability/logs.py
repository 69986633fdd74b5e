"""One JSON object per line on standard error, each with its request id, none with personal data (nhật ký vận hành)."""

from __future__ import annotations

import logging
import logging.config
import traceback
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from cuulong.core.audit.trail import current_request_id

# Their messages are about the program or the machine; any other message may quote what somebody typed.
_ABOUT_THE_PROGRAM = {
    "AttributeError",
    "ImproperlyConfigured",
    "ImportError",
    "ModuleNotFoundError",
    "NameError",
    "OperationalError",
    "TemplateDoesNotExist",
    "TemplateSyntaxError",
    "TypeError",
    "Undeclared",
}

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Formatter(JsonFormatter):
    """Adds the request id; of an exception it tells kind and place, and the message only where it is harmless."""

    def __init__(self) -> None:
        super().__init__(
            "%(levelname)s %(name)s %(message)s",
            rename_fields={"levelname": "level", "name": "logger"},
            timestamp="at",
            json_ensure_ascii=False,
        )

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        super().add_fields(log_data, record, message_dict)
        if request_id := current_request_id():
            log_data["request_id"] = request_id
        for bulky in ("request", "taskName", "color_message"):
            log_data.pop(bulky, None)

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802
        lines = []
        error = ei[1]
        told: set[int] = set()  # an error raised again in dealing with itself leads back to itself
        while error is not None and id(error) not in told:
            told.add(id(error))
            kind = type(error).__name__
            lines.append(f"{kind}: {error}" if kind in _ABOUT_THE_PROGRAM else kind)
            lines += [f"  {f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(lines)


def configure(options: dict[str, Any]) -> None:
    """Django's LOGGING_CONFIG hook; `options["level"]` is the lowest level shown."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": {"()": Formatter}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": options["level"]},
            "loggers": {
                # Each request has its own line; Django's would repeat the address as it was typed.
                "django.request": {"level": "ERROR"},
                "django.server": {"level": "ERROR"},
                # Every single job would be told four times.
                "procrastinate": {"level": "WARNING"},
                "httpx": {"level": "WARNING"},
                "fontTools": {"level": "WARNING"},
            },
        }
    )
