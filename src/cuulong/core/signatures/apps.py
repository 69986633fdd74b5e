from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignaturesConfig(AppConfig):
    name = "cuulong.core.signatures"
    label = "core_signatures"
    verbose_name = _("Chữ ký số")

    def ready(self) -> None:
        from . import declarations, samples  # noqa: F401
