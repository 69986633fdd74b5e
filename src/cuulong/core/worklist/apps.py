from django.apps import AppConfig


class WorklistConfig(AppConfig):
    name = "cuulong.core.worklist"
    label = "core_worklist"

    def ready(self) -> None:
        from cuulong.core.registry import declare
        from cuulong.core.worklist import declarations

        declare(*declarations.MENU, *declarations.SAMPLES)
