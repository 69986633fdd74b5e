"""Operations that belong to no system: what happened, and where to be told (thao tác chung)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from cuulong.lib.errors import gettext_noop

from . import feed
from .access import ApiRequest, needs
from .actions import webhooks
from .announcing import body_of
from .models import Webhook, key_of

router = Router(tags=["events"])
Cursor = Annotated[str, Query("", max_length=1000)]
Size = Annotated[int, Query(50, ge=1, le=200)]


class Subject(Schema):
    """What an event is about."""

    kind: str
    id: UUID


class Event(Schema):
    """A fact as it is told outside."""

    id: UUID
    name: str
    version: int
    subject: Subject
    sequence: int
    published_at: datetime
    data: dict[str, Any]


class Events(Schema):
    """One page of events; ask again with `next`, which stays the same while nothing happens."""

    items: list[Event]
    next: str


class WebhookIn(Schema):
    """Where to be told of what."""

    url: str = Field(max_length=500)
    events: list[str] = Field(min_length=1, max_length=50)


class WebhookOut(Schema):
    """An address; `secret` signs what is sent there."""

    id: UUID
    url: str
    events: list[str]
    created_at: datetime
    secret: str


@router.get("/events", response=Events, auth=needs("events.read"), summary=gettext_noop("Sự kiện từ một mốc"))
def events(request: ApiRequest, after: Cursor = "", limit: Size = 50) -> dict[str, Any]:
    """What happened to what the client may see, oldest first (dòng sự kiện)."""
    rows = list(feed.after(feed.facts_for(request.acting, request.client.scopes), after)[:limit])
    return {"items": [body_of(row) for row in rows], "next": feed.mark_of(rows[-1]) if rows else after}


@router.get("/webhooks", response=list[WebhookOut], auth=needs("events.read"), summary=gettext_noop("Các địa chỉ nhận"))
def listed(request: ApiRequest) -> list[dict[str, Any]]:
    """The client's own addresses (địa chỉ nhận)."""
    return [_told(one) for one in request.client.webhooks.filter(stopped_at=None).order_by("pk")]


@router.post(
    "/webhooks", response={201: WebhookOut}, auth=needs("events.read"), summary=gettext_noop("Đăng ký địa chỉ nhận")
)
def subscribe(request: ApiRequest, body: WebhookIn) -> Status[dict[str, Any]]:
    """Be told of facts at an address (đăng ký nhận sự kiện)."""
    made = webhooks.subscribe(request.client, url=body.url, events=body.events, acting=request.acting)
    return Status(201, _told(made))


@router.delete(
    "/webhooks/{webhook}", response={204: None}, auth=needs("events.read"), summary=gettext_noop("Thôi nhận")
)
def unsubscribe(request: ApiRequest, webhook: UUID) -> Status[None]:
    """Be told nothing more at an address (thôi nhận sự kiện)."""
    found = get_object_or_404(Webhook, client=request.client, uuid=webhook, stopped_at=None)
    webhooks.unsubscribe(found, acting=request.acting, at=timezone.now())
    return Status(204, None)


def _told(one: Webhook) -> dict[str, Any]:
    secret = key_of(one, settings.SECRET_KEY)
    return {"id": one.uuid, "url": one.url, "events": one.events, "created_at": one.created_at, "secret": secret}
