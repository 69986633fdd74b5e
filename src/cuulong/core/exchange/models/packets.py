"""Every packet that was sent or came, its files, and every hop of its way (nhật ký gói tin liên thông).

What a packet says and its hash never change and no packet is deleted; a hop is only ever added. The database sees to it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.core.files.models import StoredFile
from cuulong.core.organisations.models import Agency
from cuulong.core.registry.entity import Entity
from cuulong.lib.facts import Ref


class Direction(models.TextChoices):
    """Which way a packet goes (chiều)."""

    IN = "in", _("Gói đến")
    OUT = "out", _("Gói đi")


class PacketKind(models.TextChoices):
    """What it carries (loại gói tin)."""

    DOCUMENT = "document", _("Văn bản")
    STATUS = "status", _("Trạng thái")


class Channel(models.TextChoices):
    """How it travels (kênh)."""

    INSIDE = "inside", _("Trong tỉnh")
    AXIS = "axis", _("Trục liên thông")
    MAIL = "mail", _("Thư điện tử")


class State(models.TextChoices):
    """How far it is (tình trạng gói tin)."""

    WAITING = "waiting", _("Chờ gửi")
    DELIVERED = "delivered", _("Đã giao")
    FAILED = "failed", _("Không gửi được")
    ARRIVED = "arrived", _("Đã đến")
    REFUSED = "refused", _("Không nhận")


class Step(models.TextChoices):
    """What a hop is (chặng)."""

    QUEUED = "queued", _("Xếp hàng gửi")
    TRIED = "tried", _("Gửi chưa được")
    DELIVERED = "delivered", _("Đã giao cho bên vận chuyển")
    PASSED = "passed", _("Đi qua")
    ARRIVED = "arrived", _("Đã đến")
    REDIRECTED = "redirected", _("Chuyển tới cơ quan kế thừa")
    REFUSED = "refused", _("Không nhận")
    AGAIN = "again", _("Đến lần nữa, không ghi thêm")
    STATUS = "status", _("Trạng thái từ bên nhận")
    TOLD = "told", _("Báo trạng thái")
    GIVEN_UP = "given_up", _("Thôi gửi, chờ người xử lý")
    RESENT = "resent", _("Gửi lại")


# What receivers tell of a document; 07 to 12 and 14 were never seen and are kept as they come.
STATUS_WORDS = {
    "01": _("đã đến"),
    "02": _("từ chối tiếp nhận"),
    "03": _("đã tiếp nhận"),
    "04": _("phân công"),
    "05": _("đang xử lý"),
    "06": _("hoàn thành"),
    "13": _("lấy lại"),
    "15": _("đồng ý lấy lại, cập nhật"),
    "16": _("từ chối lấy lại, cập nhật"),
}
DOC_TYPES = {"0": _("gửi mới"), "1": _("thu hồi"), "2": _("cập nhật"), "3": _("thay thế")}


class Packet(Entity):
    """A document or a status on its way between one agency of ours and one peer (gói tin liên thông).

    `header`: all it says but the files' contents. `digest`: SHA-256 of what it says, the same at sender and receiver;
    `raw`: the bytes that travelled, none inside one installation. `answers`: the packet a status speaks of.
    """

    ref_kind = "exchange.packet"

    direction = models.CharField(max_length=3, choices=Direction.choices)
    kind = models.CharField(max_length=8, choices=PacketKind.choices)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    state = models.CharField(max_length=9, choices=State.choices)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="packets")
    our_code = models.CharField(max_length=100, blank=True)
    peer_code = models.CharField(max_length=100, blank=True)
    peer_name = models.CharField(max_length=300, blank=True)
    peer_email = models.CharField(max_length=254, blank=True)
    document_id = models.CharField(max_length=300, blank=True)
    doc_type = models.CharField(max_length=8, blank=True)
    status_code = models.CharField(max_length=8, blank=True)
    number = models.CharField(max_length=200, blank=True)
    title = models.TextField(blank=True)
    header = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    raw = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    raw_sha256 = models.CharField(max_length=64, blank=True)
    key = models.CharField(max_length=64, unique=True)
    subject_kind = models.CharField(max_length=80, blank=True)
    subject_uuid = models.UUIDField(null=True, blank=True)
    answers = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="statuses")
    note = models.TextField(blank=True)
    seal = models.CharField(max_length=200, blank=True)
    last_status = models.CharField(max_length=8, blank=True)
    last_status_at = models.DateTimeField(null=True, blank=True)
    remote_id = models.CharField(max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    job_id = models.BigIntegerField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    happened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    stamp = models.BinaryField(null=True, blank=True)
    stamped_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("gói tin")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                name="one_new_document_per_id",
                fields=["agency", "peer_code", "document_id"],
                condition=Q(direction="in", kind="document", doc_type="0", state="arrived"),
            ),
            models.CheckConstraint(
                name="packet_state_fits_its_way",
                condition=Q(direction="in", state__in=["arrived", "refused"])
                | Q(direction="out", state__in=["waiting", "delivered", "failed"]),
            ),
            models.CheckConstraint(name="packet_digest_is_hex", condition=Q(digest__regex="^[0-9a-f]{64}$")),
        )
        indexes = (
            models.Index(fields=["document_id", "direction"], name="packet_document"),
            models.Index(fields=["subject_uuid", "id"], name="packet_subject"),
            models.Index(fields=["agency", "-id"], name="packet_agency"),
            models.Index(fields=["state", "id"], name="packet_open", condition=Q(state__in=["waiting", "failed"])),
            models.Index(fields=["id"], name="packet_unstamped", condition=Q(stamped_at__isnull=True)),
        )

    def __str__(self) -> str:
        return self.number or self.document_id or str(self.uuid)

    @property
    def url(self) -> str:
        return reverse("exchange:packet", kwargs={"uuid": self.uuid})

    @property
    def subject(self) -> Ref | None:
        """What it is about in our systems, once somebody has said so."""
        return Ref(self.subject_kind, self.subject_uuid) if self.subject_kind and self.subject_uuid else None

    @property
    def carries(self) -> object:
        """ "Văn bản, thu hồi", "Trạng thái 03: đã tiếp nhận" in the reader's language (nội dung gói tin)."""
        if self.kind == PacketKind.STATUS:
            return _("Trạng thái %(code)s: %(word)s") % {
                "code": self.status_code,
                "word": STATUS_WORDS.get(self.status_code, _("không rõ")),
            }
        word = DOC_TYPES.get(self.doc_type, _("nghiệp vụ %(code)s") % {"code": self.doc_type})
        return _("Văn bản, %(word)s") % {"word": word}

    @property
    def last_status_words(self) -> object:
        """What the receiver said last."""
        if not self.last_status:
            return ""
        return f"{self.last_status} {STATUS_WORDS.get(self.last_status, '')}".strip()


class PacketFile(models.Model):
    """A file that a packet carries (tệp của gói tin)."""

    id = models.BigAutoField(primary_key=True)
    packet = models.ForeignKey(Packet, models.PROTECT, related_name="files")
    position = models.PositiveSmallIntegerField()
    content_id = models.CharField(max_length=200)
    name = models.CharField(max_length=300)
    description = models.CharField(max_length=500, blank=True)
    content_type = models.CharField(max_length=200, blank=True)
    zipped = models.BooleanField(default=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["packet", "position"], name="one_packet_file_per_position"),)

    def __str__(self) -> str:
        return self.name


class Hop(models.Model):
    """One step of a packet's way, with its time (chặng đường của gói tin)."""

    id = models.BigAutoField(primary_key=True)
    packet = models.ForeignKey(Packet, models.PROTECT, related_name="hops")
    step = models.CharField(max_length=10, choices=Step.choices)
    place = models.CharField(max_length=300, blank=True)
    detail = models.TextField(blank=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ("happened_at", "id")

    def __str__(self) -> str:
        return f"{self.step} {self.place}"
