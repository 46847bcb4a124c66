"""Files of commissions of several regions, and what is published of them."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from django.core.management import call_command

from layers.models import Snapshot
from territory.models import EnvironmentalCommission, PublishedPart
from tests.layers.loading.test_import_source import write

TUMBES = (
    "CAR;24;Tumbes;CAR Tumbes;Oficio 1;2020-12-31",
    "CAM;2402;Contralmirante Villar;CAM Villar;Oficio 1;2020-12-31",
)
MOQUEGUA = (
    "CAM;1801;Mariscal Nieto;CAM Nieto;Oficio 2;2021-12-31",
    "CAM;1803;Ilo;CAM Ilo;Oficio 2;2021-12-31",
)
ILO = ("CAM;1803;Ilo;CAM de Ilo;Oficio 3;2022-12-31",)
COUNTRY = (*TUMBES[:1], "CAM;0801;Cusco;CAM Cusco;Oficio 4;2023-12-31")
LAYER = "environmental_commissions"


class Import:
    """``import_source environment`` of a file with the given rows."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, *rows: str, options: tuple[str, ...] = ()) -> str:
        write(self._path, *rows)
        return self.run(str(self._path), *options)

    @staticmethod
    def run(*options: str) -> str:
        out = StringIO()
        call_command("import_source", "environment", *options, stdout=out)
        return out.getvalue()


def facts() -> set[str]:
    rows = EnvironmentalCommission.objects.filter(is_sample=False)
    return set(rows.values_list("name", flat=True))


def shown() -> set[bool]:
    return set(EnvironmentalCommission.objects.published().values_list("is_sample", flat=True))


def covered() -> list[list[str]]:
    return [part.covers for part in PublishedPart.objects.order_by("covers")]


def current() -> list[list[str]]:
    return sorted(Snapshot.objects.filter(is_current=True).values_list("covers", flat=True))
