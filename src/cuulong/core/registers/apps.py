from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistersConfig(AppConfig):
    name = "cuulong.core.registers"
    label = "core_registers"
    verbose_name = _("Sổ đăng ký")

    def ready(self) -> None:
        from . import declarations  # noqa: F401
