"""What a machine read in a scanned paper, to help finding it (nhận dạng chữ trong bản quét)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .paper import Paper


class Reading(models.Model):
    """The words of one paper as a machine recognised them; an aid to search, never evidence (kết quả nhận dạng).

    Retention: lives and goes with its paper.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Chờ nhận dạng")
        BEGUN = "begun", _("Đang nhận dạng")
        DONE = "done", _("Đã nhận dạng")
        FAILED = "failed", _("Không nhận dạng được")

    paper = models.OneToOneField(Paper, models.CASCADE, primary_key=True, related_name="reading")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    text = models.TextField(blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    whole = models.BooleanField(default=True, help_text="no page was left out")
    engine = models.CharField(max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["asked_at"], name="reading_to_do", condition=Q(state="waiting") | Q(state="begun")),
        )

    def __str__(self) -> str:
        return f"{self.paper}: {self.state}"
