"""``manage.py publish_receipts``: signed receipts into daily summaries."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from layers.themes.accreditation_activity.from_receipts import publish_receipts


class Command(BaseCommand):
    help = (
        "Publica los resúmenes diarios de los recibos de acreditación de los días que terminaron "
        "(hora de Lima): los que llegaron desde la última vez. El trabajador lo hace cada noche."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="cuenta de nuevo todos los días, no solo los nuevos"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        published = publish_receipts(again=options["all"])
        self.stdout.write(f"accreditation_days: {published}.")
