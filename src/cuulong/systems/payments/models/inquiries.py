"""Questions to gateways about what their messages missed (lượt hỏi cổng thanh toán)."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry.entity import Entity

GATEWAY_NAMES = {"bank": _("Ngân hàng"), "platform": _("Nền tảng thanh toán")}


class Inquiry(Entity):
    """One question about a span of time, and what came of it (lượt hỏi cổng).

    `seen`: transfers that the gateway named; `fresh`: those nobody had told us of; `error`: why it did not answer.
    """

    ref_kind = "payments.inquiry"

    gateway = models.CharField(max_length=20, choices=list(GATEWAY_NAMES.items()))
    since = models.DateTimeField()
    until = models.DateTimeField()
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    asked_by = models.CharField(max_length=150, blank=True)
    seen = models.PositiveIntegerField(default=0)
    fresh = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("lượt hỏi cổng thanh toán")
        constraints = (
            models.CheckConstraint(condition=models.Q(since__lt=models.F("until")), name="inquiry_has_a_span"),
            models.CheckConstraint(condition=models.Q(fresh__lte=models.F("seen")), name="inquiry_fresh_within_seen"),
        )
        indexes = (models.Index(fields=["gateway", "-until"], name="inquiries_of_gateway"),)

    def __str__(self) -> str:
        return f"{self.gateway} {self.since:%Y-%m-%d}"
