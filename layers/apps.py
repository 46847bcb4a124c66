import pandas as pd
from django.apps import AppConfig


class LayersConfig(AppConfig):
    name = "layers"
    verbose_name = "Capas"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Arrow is here for GeoParquet: the texts of frames stay Python's own.
        pd.set_option("mode.string_storage", "python")
