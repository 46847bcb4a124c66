"""No address tells which of two countries it is that differ in withheld numbers alone."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.db.models.functions import PointOnSurface
from django.core.management import call_command
from django.test import Client

from layers import registry
from layers.exports.formats import FORMATS
from layers.layer import Layer
from layers.loading.sources import SOURCES
from ows.wms.get_feature_info import WRITERS
from territory.models import (
    AdminUnit,
    CrimeCount,
    ExtortionCount,
    ProsecutorsCount,
    TraffickingCount,
)
from tests import complaints, prosecutors
from tests.attacker import trafficking_rows as trafficking
from tests.attacker.worlds import addresses, questions, said, world

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Parameters of addresses that lead to no count of people, and why.
OTHERS = {
    "slug": "a zone's, an instrument's or an agency's",
    "other": "a consultation's",
    "key": "a picture's or a kind's place",
    "pk": "a record's that people wrote",
    "word": "a kind of record that people write",
    "residence": "a school residence's",
    "kind": "a kind of commission, code system or process",
    "rest": "a path that leads nowhere",
    "page": "a guide's",
    "code": "a school's, title's or round's",
    "token": "a person's subscription",
    "key_id": "the public key of a signature",
    "version": "a document's",
    "framework": "a framework of goals",
    "feed": "a timetable's",
    "service": "a line of transport",
    "register": "a register of environmental monitoring",
    "point": "a point of it",
    "federated": "another platform's service",
    "form": "a citation's form",
    "cui": "an investment's",
}
# Two units of each, of which one world counts 2 and 3, the other 3 and 2.
FEW = {
    "crime": ("230102", "230103"),
    "extortion": ("130104", "130105"),
    "trafficking": ("09", "12"),
    # Of no unit: prosecutors' districts.
    "prosecutors": ("lambayeque", "lima_norte"),
}
FEW_OF: dict[type[Any], str] = {
    CrimeCount: "crime",
    ExtortionCount: "extortion",
    TraffickingCount: "trafficking",
    ProsecutorsCount: "prosecutors",
}
UNITS = ["09", "1301", "130104", "230102"]


def withheld_layers() -> dict[str, Layer]:
    """The layers with withheld numbers, of the sources themselves."""
    models = {table.model for one in SOURCES if one.disclosure for table in one.tables}
    return {
        layer.name: layer
        for layer in registry.LAYERS
        if layer.rows(AnonymousUser()).model in models
    }


def complain(folder: Path, few: dict[str, int]) -> None:
    frame = complaints.complaints(("23",), (2025,))
    frame = frame[~frame["UBIGEO_HECHO"].isin([int(code) for code in few])]
    names = dict(AdminUnit.objects.filter(valid_to=None).values_list("pk", "name"))
    rows = [
        (2025, 3, names[code[:2]], names[code[:4]], names[code], int(code), "Hurto", number)
        for code, number in few.items()
    ]
    whole = pd.concat([frame, pd.DataFrame(rows, columns=complaints.HEADER)], ignore_index=True)
    complaints.publish(whole, folder, "2025-12-31", "23")


def extort(folder: Path, few: dict[str, int]) -> None:
    path = folder / "extorsion.csv"
    districts = AdminUnit.objects.filter(parent_id="1301", valid_to=None).order_by("pk")
    lines = ["ubigeo;territorio;anio;que_se_cuenta;cantidad;fuente;url_fuente;fecha_corte"]
    for place, (code, name) in enumerate(districts.values_list("pk", "name")):
        counted = f"2024;total;{few.get(code, 7 + 11 * place)}"
        lines.append(f"{code};{name};{counted};Boletín;https://example.org/boletin;2025-01-31")
    path.write_text("\n".join(lines), encoding="utf-8")
    command = ["import_source", "extortion", str(path), "--covers", "1301"]
    call_command(*command, stdout=StringIO(), stderr=StringIO())


def traffic(folder: Path, few: dict[str, int]) -> None:
    rows = [line for line in trafficking.national(11) if line.split(";")[2] not in few]
    names = dict(AdminUnit.objects.filter(pk__in=few).values_list("pk", "name"))
    for code, number in few.items():
        begin = f"2023;6;{code};{names[code]};COMISARIA 1"
        rows.append(f"{begin};EM_EF_TOTAL;EM_EF_TOTAL;{number};RETA")
        for group, texts in trafficking.GROUPS.items():
            rows.append(f"{begin};{group}_TOTAL;{group}_TOTAL;{number};RETA")
            rows += [
                f"{begin};X;{group}_{text};{0 if place else number};RETA"
                for place, text in enumerate(texts)
            ]
    trafficking.publish(folder / "trata.csv", rows, "PE", "2023-12-31")


def prosecute(folder: Path, few: dict[str, int]) -> None:
    """Few of extortion, within totals that are told; beside them a district with many."""
    counts = {code: (number, 95 - number, 40) for code, number in few.items()}
    counts |= {"tumbes": (30, 60, 20)}
    rows = [
        prosecutors.row(distrito_fiscal=code.replace("_", " "), **what, cantidad=str(number))
        for code, numbers in counts.items()
        for what, number in zip(prosecutors.OFFENCES, numbers, strict=True)
    ]
    prosecutors.publish(folder / "fiscalias.csv", rows)


PUBLISH = {
    "crime": complain,
    "extortion": extort,
    "trafficking": traffic,
    "prosecutors": prosecute,
}


def publish(folder: Path, values: tuple[int, int]) -> None:
    for source, write in PUBLISH.items():
        write(folder, dict(zip(FEW[source], values, strict=True)))


def around(source: str) -> str:
    """A box about a point of the first of a source's two units."""
    unit = AdminUnit.objects.annotate(at=PointOnSurface("geom")).get(pk=FEW[source][0])
    return f"{unit.at.x - 0.001},{unit.at.y - 0.001},{unit.at.x + 0.001},{unit.at.y + 0.001}"


def asked(layer: Layer) -> list[str]:
    source = FEW_OF[layer.rows(AnonymousUser()).model]
    return list(questions(layer.name, around(source), [one.name for one in FORMATS], WRITERS))


def withheld(model: type[Any], source: str) -> list[Any]:
    """The facts' rows of the source's two units of which the number isn't given."""
    units = "district" if source == "prosecutors" else "declared_unit"
    rows = model.objects.filter(is_sample=False, **{f"{units}__in": FEW[source]})
    return list(rows.filter(state="suppressed").order_by("pk"))


def everything(client: Client, layers: dict[str, Layer]) -> dict[str, str]:
    """By address, all that anybody is told."""
    numbers = {str(number) for layer in layers.values() for number in layer.commitments}
    values = {
        "number": sorted(numbers),
        "ubigeo": UNITS,
        "name": list(layers),
        "layer": list(layers),
        "fid": [str(withheld(model, source)[0].pk) for model, source in FEW_OF.items()],
        "tms": ["WebMercatorQuad"],
        "z": ["5"],
        "y": ["16"],
        "x": ["9"],
    }
    every = list(addresses(values, OTHERS))
    for layer in layers.values():
        every += asked(layer)
        every += [f"/api/v1/series/{layer.name}/?unit={unit}&f=csv" for unit in UNITS]
    codes = ",".join(FEW["crime"])
    every += [
        f"/api/v1/security/complaints/?units={codes}&f=csv",
        f"/api/v1/security/complaints/?units={codes}",
        f"/seguridad/area/?units={codes}",
        f"/seguridad/area/?units={FEW['crime'][0]}",
        f"/seguridad/comparar/?units={codes}",
        "/api/v1/security/prosecutors/?limit=1000",
        "/api/v1/security/prosecutors/?f=csv",
        "/api/v1/security/prosecutors/?f=xlsx",
        *(f"/seguridad/fiscalias/?distrito={code}" for code in FEW["prosecutors"]),
    ]
    return {address: said(client, address) for address in every}


def test_every_layer_with_withheld_numbers_is_published_here() -> None:
    sources = {source.name for source in SOURCES if source.disclosure}
    assert sources == FEW.keys() == PUBLISH.keys()
    assert all(layer.rows(AnonymousUser()).model in FEW_OF for layer in withheld_layers().values())


def test_no_address_tells_the_worlds_apart(tmp_path: Path, client: Client) -> None:
    layers = withheld_layers()
    answers = []
    for number, values in enumerate(((2, 3), (3, 2)), start=1):
        with world(number):
            publish(tmp_path, values)
            for model, source in FEW_OF.items():
                assert len(withheld(model, source)) >= 2, source
            answers.append(everything(client, layers))
    one, other = answers
    assert [address for address in one if one[address] != other[address]] == []


def test_a_number_that_is_told_is_told_apart(tmp_path: Path, client: Client) -> None:
    """The same look at two worlds finds what differs openly, in every way out of a layer."""
    layer = withheld_layers()["extortion_counts"]
    answers = []
    for number, told in enumerate((70, 90), start=1):
        with world(number):
            extort(tmp_path, {"130104": told})
            answers.append({address: said(client, address) for address in asked(layer)})
    one, other = answers
    alike = {address for address in one if one[address] == other[address]}
    # How many rows there are is the same, and which of them hold fewer than five.
    assert all("hits" in address or "filter=" in address for address in alike), alike
    assert len(alike) < len(one) / 3
