from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    name = "cuulong.core.parties"
    label = "core_parties"
    verbose_name = _("Người dân, doanh nghiệp")

    def ready(self) -> None:
        from . import declarations, samples  # noqa: F401
