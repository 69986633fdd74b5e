from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    name = "cuulong.systems.payments"
    label = "sys_payments"
    verbose_name = _("Phí, lệ phí")

    def ready(self) -> None:
        from . import adapters, declarations  # noqa: F401
