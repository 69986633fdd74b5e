from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "cuulong.core.indicators"
    label = "core_indicators"
    verbose_name = _("Chỉ tiêu, số liệu")

    def ready(self) -> None:
        from . import declarations  # noqa: F401
