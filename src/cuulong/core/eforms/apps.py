from django.apps import AppConfig


class EformsConfig(AppConfig):
    name = "cuulong.core.eforms"
    label = "core_eforms"

    def ready(self) -> None:
        from cuulong.core.eforms import declarations
        from cuulong.core.registry import declare

        declare(
            *declarations.KINDS, *declarations.RIGHTS, *declarations.PHRASES, *declarations.MENU, *declarations.SAMPLES
        )
