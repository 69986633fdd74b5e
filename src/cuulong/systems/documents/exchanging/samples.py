"""How the screens of documents that travel are walked (mẫu đường dẫn)."""

from __future__ import annotations

from cuulong.core.registry import RouteSample, declare

from ..incoming.models import Incoming

declare(
    RouteSample(
        code="documents:answer_sender",
        role="clerk",
        kwargs=lambda: {
            "uuid": Incoming.objects.exclude(asked="")
            .filter(document__agency__slug="commune-29551")
            .earliest("pk")
            .document.uuid
        },
    )
)
