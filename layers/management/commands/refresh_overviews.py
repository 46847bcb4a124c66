"""``manage.py refresh_overviews``: small maps of large point layers, made quick."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from layers.overviews import refresh_all


class Command(BaseCommand):
    help = (
        "Prepara los mapas pequeños de las capas con muchos puntos. Publicar un archivo ya lo "
        "hace; úsela tras otros cambios: mientras no, esos mapas salen igual, más lentos."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for name in refresh_all():
            self.stdout.write(f"{name}: vista general preparada.")
