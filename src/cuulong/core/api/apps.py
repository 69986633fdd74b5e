from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "cuulong.core.api"
    label = "core_api"
    verbose_name = _("Kết nối hệ thống")

    def ready(self) -> None:
        from . import announcing, declarations  # noqa: F401
