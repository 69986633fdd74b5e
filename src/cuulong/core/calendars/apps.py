from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    name = "cuulong.core.calendars"
    label = "core_calendars"
    verbose_name = _("Lịch làm việc")

    def ready(self) -> None:
        from . import declarations  # noqa: F401
