"""A system outside, as tests let it in and let it ask (hệ thống kết nối trong kiểm thử)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.test import Client
from django.utils import timezone

from cuulong.core.api.actions.clients import register
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.registry import Scope, declared


class Outside:
    """One client with its token."""

    def __init__(
        self, agency: str, role: str = "intake_officer", scopes: Iterable[str] | None = None, per_minute: int = 100_000
    ) -> None:
        self.http = Client(raise_request_exception=False)
        self.client, self.secret = register(
            f"Phần mềm của {agency}",
            agency=Agency.objects.get(slug=agency),
            role=role,
            scopes=set(declared(Scope) if scopes is None else scopes),
            per_minute=per_minute,
            acting=Acting.system("test"),
            at=timezone.now(),
        )
        self.token = self.ask_token()["access_token"]

    def ask_token(self, secret: str = "") -> dict[str, Any]:
        answer = self.http.post(
            "/api/oauth/token",
            {
                "grant_type": "client_credentials",
                "client_id": self.client.credentials.pk,
                "client_secret": secret or self.secret,
            },
        )
        told: dict[str, Any] = answer.json()
        return told

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def get(self, path: str, **query: Any) -> Any:
        return self.http.get(f"/api/v1{path}", query, headers=self.headers)

    def post(self, path: str, body: Any, key: str = "") -> Any:
        given = self.headers | ({"Idempotency-Key": key} if key else {})
        return self.http.post(f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=given)

    def send_file(self, name: str, content: bytes) -> Any:
        from django.core.files.uploadedfile import SimpleUploadedFile

        return self.http.post("/api/v1/files", {"file": SimpleUploadedFile(name, content)}, headers=self.headers)
