"""Samples of investments, in the form of Invierte.pe's DETALLE_INVERSIONES.

With what is particular to that file: a byte order mark, a line break inside a name, ubigeos
that lost their zero and became decimals, investments in several districts or departments.
"""

from __future__ import annotations

from collections.abc import Iterator

from layers.themes.sample_places import SamplePlace, SamplePlaces, written

_HEADER = (
    "CODIGO_UNICO",
    "CODIGO_SNIP",
    "NOMBRE_INVERSION",
    "ESTADO",
    "SITUACION",
    "MARCO",
    "NIVEL",
    "SECTOR",
    "ENTIDAD",
    "NOMBRE_UEP",
    "FUNCION",
    "MONTO_VIABLE",
    "COSTO_ACTUALIZADO",
    "PIA_ANIO_ACTUAL",
    "PIM_ANIO_ACTUAL",
    "DEV_ANIO_ACTUAL",
    "DEVEN_ACUMUL_ANIO_ANT",
    "AVANCE_FISICO",
    "AVANCE_EJECUCION",
    "TIENE_F8",
    "TIENE_F9",
    "TIENE_F12B",
    "DES_MODALIDAD",
    "FECHA_REGISTRO",
    "FECHA_VIABILIDAD",
    "NUM_HABITANTES_BENEF",
    "DEPARTAMENTO",
    "PROVINCIA",
    "DISTRITO",
    "UBIGEO",
    "LATITUD",
    "LONGITUD",
)
_BYTE_ORDER_MARK = "\ufeff"
_EACH = 12
_FIRST_CODE = 9_000_000
_SECTORS = {
    "GL": "GOBIERNOS LOCALES",
    "GR": "GOBIERNOS REGIONALES",
    "GN": "VIVIENDA, CONSTRUCCION Y SANEAMIENTO",
}
_SEVERAL = ("-MUL.DEP-", "-MUL.PROV-", "-MUL.DIST-")


def write(places: SamplePlaces) -> dict[str, str]:
    """Investments in districts of each department, some of them in two, one in all the country."""
    rows: list[tuple[object, ...]] = []
    number = 0
    for department in places.departments():
        districts = places.some(places.inside(department.ubigeo, 6), _EACH)
        for at, district in enumerate(districts):
            number += 1
            values = tuple(_investment(places, number))
            where = [district]
            if at == 0 and len(districts) > 1:
                where.append(districts[1])
            # Of a quarter the file gives no position.
            with_position = places.random.random() < 0.75
            rows += [(*values, *_place(places, one, with_position)) for one in where]
        # A region's and a province's, which name no district.
        for wide in (department, *places.some(places.inside(department.ubigeo, 4), 1)):
            number += 1
            names = (*(name.upper() for name in wide.names), *_SEVERAL[len(wide.names) :])
            rows.append((*_investment(places, number, "GR"), *names, _code(wide), None, None))
    number += 1
    rows.append((*_investment(places, number, "GN"), *_SEVERAL, 0, None, None))
    text = written(_HEADER, rows)
    return {"sanitation_projects.csv": _BYTE_ORDER_MARK + text}


def _investment(places: SamplePlaces, number: int, level: str = "GL") -> Iterator[object]:
    viable = 50_000 * places.random.randint(2, 200)
    cost = round(viable * places.random.choice((1, 1, 1.05, 1.2, 1.6)))
    closed = places.random.random() < 0.25
    # None: nobody reports it.
    advance = 100 if closed else places.random.choice((None, 0, 5, 18, 35, 50, 72.5, 90))
    accrued = cost * (advance or 0) // 100
    # Some spent before and nothing this year.
    this_year = 0 if number % 9 == 0 else accrued // 4
    # Some have spent more than they have built.
    is_ahead = number % 7 == 0 and not closed and (advance or 0) > 30
    physical = (advance or 0) - 30 if is_ahead else advance
    name = f"PROYECTO DE EJEMPLO {number}"
    yield from (_FIRST_CODE + number, None, name + ("\nDE AGUA POTABLE" if number == 1 else ""))
    yield from ("CERRADO" if closed else "ACTIVO", "VIABLE", "INVIERTE", level, _SECTORS[level])
    yield from (f"ENTIDAD DE EJEMPLO {number}", f"UNIDAD EJECUTORA DE EJEMPLO {number}")
    yield from ("SANEAMIENTO", f"{viable}.00", f"{cost}.00", 0, cost // 4, this_year)
    yield from (accrued - this_year, physical, advance)
    yield from ("NO" if advance is None else "SI", "SI" if closed else "NO")
    yield from ("NO" if advance is None else "SI", "ADMINISTRACIÓN INDIRECTA - POR CONTRATA")
    month = places.random.randint(1, 9)
    yield from (
        f"15/{month:02}/2018",
        f"15/{month + 2:02}/2018",
        10 * places.random.randint(5, 300),
    )


def _place(places: SamplePlaces, district: SamplePlace, with_position: bool) -> Iterator[object]:
    yield from (name.upper() for name in district.names)
    yield _code(district)
    longitude, latitude = places.near(district, 0.03)
    yield from (latitude, longitude) if with_position else (None, None)


def _code(place: SamplePlace) -> str:
    """As the official file holds it, once a spreadsheet has taken it for a number."""
    return f"{int(place.ubigeo)}.0"
