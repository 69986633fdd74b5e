from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "cuulong.core.exchange"
    label = "core_exchange"
    verbose_name = _("Tra cứu dữ liệu")

    def ready(self) -> None:
        from . import declarations  # noqa: F401
