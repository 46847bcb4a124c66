"""``manage.py load_fixtures``: real Peru on a fresh machine."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from layers.loading.fixtures import load_fixtures


class Command(BaseCommand):
    help = "Carga el territorio, el plan y las muestras (SAMPLES=0 las omite y las retira)."

    def handle(self, *args: Any, **options: Any) -> None:
        load_fixtures(
            settings.BASE_DIR / "fixtures",
            samples=os.environ.get("SAMPLES", "1") != "0",
            report=self.stdout.write,
        )
