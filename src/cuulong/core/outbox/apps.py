from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "cuulong.core.outbox"
    label = "core_outbox"
    verbose_name = _("Hộp sự kiện")

    def ready(self) -> None:
        from . import declarations, deliver  # noqa: F401
