from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "cuulong.core.audit"
    label = "core_audit"
    verbose_name = _("Nhật ký hệ thống")

    def ready(self) -> None:
        from . import declarations  # noqa: F401
