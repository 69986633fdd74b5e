from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServicesConfig(AppConfig):
    name = "cuulong.systems.services"
    label = "sys_services"
    verbose_name = _("Dịch vụ công, một cửa")

    def ready(self) -> None:
        from . import declarations, help, messages, outside, phrases, samples  # noqa: F401
        from .counters import declarations as counters  # noqa: F401
        from .feedback import declared as feedback  # noqa: F401
        from .portal import declarations as portal  # noqa: F401
        from .steering import catalogue_indicators, indicators  # noqa: F401
        from .steering import declarations as steering  # noqa: F401
