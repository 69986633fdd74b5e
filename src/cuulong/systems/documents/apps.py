from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "cuulong.systems.documents"
    label = "sys_documents"
    verbose_name = _("Văn bản và điều hành")

    def ready(self) -> None:
        from . import declarations  # noqa: F401
