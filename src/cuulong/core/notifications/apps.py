from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "cuulong.core.notifications"
    label = "core_notifications"
    verbose_name = _("Thông báo")

    def ready(self) -> None:
        from . import declarations, sending  # noqa: F401
