"""Citizens, businesses, who acts for whom, and consent (người dân, doanh nghiệp, đại diện, đồng ý).

Retention class "party": kept as long as a dossier names the person, then shredded with it (Law 91/2025/QH15);
a party without any dossier is erased on request at once.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.people.models import Account
from cuulong.core.registry.entity import Entity
from cuulong.lib.identity import parse_citizen_number, parse_phone, parse_tax_code
from cuulong.lib.vietnamese import clean, name_sort_key


class Assurance(models.TextChoices):
    """How sure we are that the account is the person (mức bảo đảm định danh)."""

    DECLARED = "declared", _("Tự khai")
    SEEN = "seen", _("Đã đối chiếu căn cước tại quầy")
    PROVEN = "proven", _("Đã xác thực qua định danh điện tử")


class Sex(models.TextChoices):
    """Sex as the identity number says it (giới tính)."""

    MALE = "male", _("Nam")
    FEMALE = "female", _("Nữ")


class Party(Entity):
    """What citizens and businesses share: a name that sorts, ways to reach them, an account (đối tượng phục vụ)."""

    account = models.OneToOneField(Account, models.SET_NULL, null=True, blank=True, related_name="%(class)s")
    full_name = models.CharField(_("họ và tên"), max_length=200)
    name_key = models.CharField(max_length=800, editable=False, db_index=True, db_collation="C")
    address = models.CharField(_("địa chỉ"), max_length=300, blank=True)
    commune = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    phone = models.CharField(_("số điện thoại"), max_length=15, blank=True, db_index=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises IdentityError for a telephone number that cannot be one."""
        self.full_name = clean(self.full_name)
        self.name_key = name_sort_key(self.full_name)
        self.address = clean(self.address)
        self.phone = str(parse_phone(self.phone)) if self.phone else ""
        super().save(*args, **kwargs)


class Citizen(Party):
    """A person whom the state serves, known by the personal identity number (công dân, người dân)."""

    ref_kind = "parties.citizen"

    cccd = models.CharField(_("số căn cước"), max_length=12, unique=True, null=True, blank=True)
    birth_date = models.DateField(_("ngày sinh"), null=True, blank=True)
    sex = models.CharField(_("giới tính"), max_length=6, choices=Sex.choices, blank=True)
    assurance = models.CharField(max_length=10, choices=Assurance.choices, default=Assurance.DECLARED)

    class Meta:
        verbose_name = _("người dân")
        constraints = (
            models.CheckConstraint(name="citizen_cccd_12_digits", condition=Q(cccd=None) | Q(cccd__regex=r"^\d{12}$")),
        )

    @property
    def masked_cccd(self) -> str:
        """The identity number for other people's screens: middle digits hidden."""
        return parse_citizen_number(self.cccd).masked if self.cccd else ""


class Business(Party):
    """A business, household business or other organisation, known by its tax code (doanh nghiệp, hộ kinh doanh)."""

    ref_kind = "parties.business"

    tax_code = models.CharField(_("mã số thuế"), max_length=14, unique=True)

    class Meta:
        verbose_name = _("doanh nghiệp")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises IdentityError for a tax code that cannot be one."""
        self.tax_code = str(parse_tax_code(self.tax_code, accept_unusual=True))
        super().save(*args, **kwargs)


class RepresentationQuerySet(models.QuerySet["Representation"]):
    def on(self, day: date) -> Self:
        """Those in force on `day`."""
        return self.filter(valid__contains=day, ended_at=None)


class RepresentationKind(models.TextChoices):
    """On what ground one acts for another (loại đại diện)."""

    LEGAL = "legal", _("Đại diện theo pháp luật")
    AUTHORISED = "authorised", _("Đại diện theo ủy quyền")
    GUARDIAN = "guardian", _("Cha, mẹ hoặc người giám hộ")


class Representation(Entity):
    """One citizen acts for a business or for another citizen, for a span of days (đại diện)."""

    ref_kind = "parties.representation"

    representative = models.ForeignKey(Citizen, models.PROTECT, related_name="represents")
    business = models.ForeignKey(Business, models.PROTECT, null=True, blank=True, related_name="representations")
    citizen = models.ForeignKey(Citizen, models.PROTECT, null=True, blank=True, related_name="representations")
    kind = models.CharField(max_length=12, choices=RepresentationKind.choices)
    basis = models.CharField(_("giấy tờ làm căn cứ"), max_length=200, blank=True)
    valid = DateRangeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar[models.Manager[Representation]] = RepresentationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="representation_of_exactly_one",
                condition=Q(business=None, citizen__isnull=False) | Q(business__isnull=False, citizen=None),
            ),
            ExclusionConstraint(
                name="one_representation_of_business_a_day",
                expressions=[
                    ("representative", RangeOperators.EQUAL),
                    ("business", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at=None, business__isnull=False),
            ),
            ExclusionConstraint(
                name="one_representation_of_citizen_a_day",
                expressions=[
                    ("representative", RangeOperators.EQUAL),
                    ("citizen", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at=None, citizen__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.representative} → {self.represented}"

    @property
    def represented(self) -> Business | Citizen:
        """The one acted for."""
        party = self.business or self.citizen
        assert party is not None
        return party


class Consent(Entity):
    """What a citizen allowed us to do with their data, in the words they saw (đồng ý xử lý dữ liệu)."""

    ref_kind = "parties.consent"

    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="consents")
    purpose = models.SlugField(max_length=60)
    wording = models.TextField()
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_living_consent", fields=["citizen", "purpose"], condition=Q(withdrawn_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.citizen}: {self.purpose}"
