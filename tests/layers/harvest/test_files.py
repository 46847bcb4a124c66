"""Files at an address: plain, zipped, in a RAR or 7z; and what archives may do to who unpacks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from layers.datasets.layer import layer_of
from layers.reading.results import SourceError
from tests.layers.datasets.files import frame, table, written
from tests.layers.harvest.archives import rar, seven_zip
from tests.layers.harvest.conftest import Place
from tests.layers.harvest.web import send

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOBODY = AnonymousUser()
MODIFIED = "Sat, 31 Jan 2026 12:00:00 GMT"


def served(place: Place, path: Path, **said: Any) -> None:
    def answer(handler: Any, _path: str, _said: dict[str, str]) -> None:
        send(handler, path.read_bytes(), "application/octet-stream", Last_Modified=MODIFIED)

    place.sources({"protocol": "file", "address": f"{place.serve(answer)}/datos", **said})


def names(place: Place) -> set[str]:
    dataset = place.state.dataset
    assert dataset is not None
    layer = layer_of(dataset)
    return set(layer.rows(NOBODY).values_list(layer.field("nombre").path, flat=True))


def packed(folder: Path, pack: Any, name: str, **more: bytes) -> Path:
    inside = written(folder, frame(), "dentro.gpkg").read_bytes()
    return Path(pack(folder / name, {"Distrito/dentro.gpkg": inside, "leeme.pdf": b"%PDF", **more}))


@pytest.mark.parametrize("name", ["a.gpkg", "a.geojson", "a.zip"])
def test_files_of_a_gis(place: Place, tmp_path: Path, name: str) -> None:
    served(place, written(tmp_path, frame(crs=32718), name))
    run = place.harvest()
    assert names(place) == {"Uno", "Dos", "Tres"}
    dataset = run.source.dataset or place.state.dataset
    assert dataset is not None
    assert str(dataset.cutoff_date) == "2026-01-31"  # as the server says of the file


@pytest.mark.parametrize(("pack", "name"), [(rar, "a.rar"), (seven_zip, "a.7z")])
def test_packed_files(place: Place, tmp_path: Path, pack: Any, name: str) -> None:
    served(place, packed(tmp_path, pack, name))
    place.harvest()
    assert names(place) == {"Uno", "Dos", "Tres"}


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_tables_with_coordinates(place: Place, tmp_path: Path, name: str) -> None:
    rows: dict[str, list[Any]] = {
        "NOMBRE": ["Uno", "Dos", "Tres"],
        "LONGITUD": [-71.9, -71.8, -71.7],
        "LATITUD": [-13.5, -13.6, -13.4],
        "DNI": ["12345678", "23456789", "34567890"],
    }
    served(place, table(tmp_path, rows, name), options="x=LONGITUD y=LATITUD")
    run = place.harvest()
    assert names(place) == {"Uno", "Dos", "Tres"}
    dataset = place.state.dataset
    assert dataset is not None
    assert "DNI" not in [field["original"] for field in dataset.fields]
    assert any("DNI" in remark for remark in run.report["remarks"])


def test_what_is_left_to_choose_is_told(place: Place, tmp_path: Path) -> None:
    rows: dict[str, list[Any]] = {"NOMBRE": ["Uno"], "LONGITUD": [-71.9], "LATITUD": [-13.5]}
    served(place, table(tmp_path, rows))
    with pytest.raises(SourceError, match="coordenadas"):
        place.harvest()


def test_an_archive_of_several_files_has_to_be_told_which(place: Place, tmp_path: Path) -> None:
    inside = written(tmp_path, frame(), "uno.gpkg").read_bytes()
    path = rar(tmp_path / "a.rar", {"uno.gpkg": inside, "dos.gpkg": inside})
    served(place, path)
    with pytest.raises(SourceError, match=r"2 archivos de datos: uno.gpkg, dos.gpkg"):
        place.harvest()
    served(place, path, options="member=dos.gpkg")
    assert place.harvest().rows == 3


@pytest.mark.parametrize("name", ["../../fuera.gpkg", "/etc/fuera.gpkg", "a\\..\\..\\fuera.gpkg"])
def test_a_name_never_leads_out(place: Place, tmp_path: Path, name: str) -> None:
    inside = written(tmp_path, frame(), "uno.gpkg").read_bytes()
    served(place, rar(tmp_path / "a.rar", {name: inside}))
    assert place.harvest().rows == 3
    assert not list(tmp_path.parent.rglob("fuera.gpkg"))


@pytest.mark.parametrize("pack", [rar, seven_zip])
def test_a_cut_archive_is_refused(place: Place, tmp_path: Path, pack: Any) -> None:
    path = packed(tmp_path, pack, "a.bin")
    path.write_bytes(path.read_bytes()[:-2_000])
    served(place, path)
    with pytest.raises(SourceError, match=r"dañado|cortad"):
        place.harvest()


def test_an_archive_that_grows_without_end_is_refused(place: Place, tmp_path: Path) -> None:
    served(place, seven_zip(tmp_path / "a.7z", {"a.csv": bytes(120_000_000)}))
    with pytest.raises(SourceError, match="más de lo que se admite"):
        place.harvest()


def test_an_archive_without_data_says_so(place: Place, tmp_path: Path) -> None:
    served(place, rar(tmp_path / "a.rar", {"leeme.pdf": b"%PDF"}))
    with pytest.raises(SourceError, match="ningún archivo de datos"):
        place.harvest()
