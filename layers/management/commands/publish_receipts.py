"""``manage.py publish_receipts``: signed receipts into daily summaries."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from layers.themes.accreditation_activity.from_receipts import publish_receipts


class Command(BaseCommand):
    help = (
        "Publica los resúmenes diarios de los recibos de acreditación de los días que terminaron "
        "(hora de Lima). Conviene pedirlo cada día, después de medianoche."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"accreditation_days: {publish_receipts()}.")
