from django.apps import AppConfig


class OwsConfig(AppConfig):
    name = "ows"
    verbose_name = "Servicios OGC"
