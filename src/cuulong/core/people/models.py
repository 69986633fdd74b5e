"""Accounts, appointments and delegations (tài khoản, bổ nhiệm, ủy quyền)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.registry.entity import Entity
from cuulong.lib.vietnamese import name_sort_key, nfc


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Account:
        account = self.model(username=self.model.normalize_username(username), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> Account:
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)


class Account(Entity, AbstractBaseUser, PermissionsMixin):
    """Who signs in: an official or a citizen (tài khoản)."""

    ref_kind = "people.account"

    username = models.CharField(_("tên đăng nhập"), max_length=150, unique=True)
    email = models.EmailField(_("thư điện tử"), blank=True, db_index=True)
    full_name = models.CharField(_("họ và tên"), max_length=150)
    name_key = models.CharField(max_length=600, editable=False, db_index=True, db_collation="C")
    phone = models.CharField(_("số điện thoại"), max_length=20, blank=True)
    language = models.CharField(_("ngôn ngữ"), max_length=5, default="vi")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        verbose_name = _("tài khoản")
        constraints = (
            models.UniqueConstraint(Lower("username"), name="username_unique_in_any_case"),
            models.UniqueConstraint(Lower("email"), name="email_unique_in_any_case", condition=~Q(email="")),
        )

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.full_name = nfc(self.full_name)
        self.name_key = name_sort_key(self.full_name)
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.full_name


class Appointment(Entity):
    """One person in one role at one agency for a span of days (bổ nhiệm, phân công).

    `field` limits the role to a sector or an area; empty means the whole agency.
    """

    ref_kind = "people.appointment"

    account = models.ForeignKey(Account, models.PROTECT, related_name="appointments")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=40)
    position = models.CharField(_("chức vụ"), max_length=120, blank=True)
    field = models.CharField(max_length=80, blank=True)
    valid = DateRangeField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = (
            ExclusionConstraint(
                name="one_appointment_a_day",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("agency", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("field", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        )
        indexes = (models.Index(fields=["agency", "role"]),)

    def __str__(self) -> str:
        return f"{self.account} · {self.role} · {self.agency}"


class Delegation(Entity):
    """What one appointed person lets another do for a span of days (ủy quyền, phân công thay).

    `rights` lists right codes; empty means all of the appointment.
    """

    ref_kind = "people.delegation"

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="delegations")
    delegate = models.ForeignKey(Account, models.PROTECT, related_name="delegations_received")
    rights = models.JSONField(default=list, blank=True)
    reason = models.CharField(_("lý do"), max_length=200)
    valid = DateRangeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return f"{self.appointment} → {self.delegate}"
