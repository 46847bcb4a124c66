"""What the GTFS Schedule reference asks of each file, refused by file, row and field."""

from __future__ import annotations

import pytest

from layers.themes.transit.gtfs.dataset import read_dataset
from tests.feeds import FEED, changed, feed, with_row

Changes = dict[str, str | bytes | None]


def errors(changes: Changes) -> list[tuple[str, int, str]]:
    return [(e.file, e.row, e.column) for e in read_dataset(feed(changes)).errors]


def test_a_valid_feed_has_no_errors() -> None:
    dataset = read_dataset(feed())
    assert dataset.errors == ()
    assert dataset.notices == ()
    assert [len(table.good) for table in dataset.tables] == [1, 3, 2, 3, 7, 2, 0, 3, 2, 1]


WRONG_CELLS = [
    # file, what is replaced by what ("" adds a row), then the row, the field and the reason
    ("stops", "S2,Plaza", "S1,Plaza", 3, "stop_id", "Repite la fila 2"),
    ("stops", "S2,Plaza", ",Plaza", 3, "stop_id", "obligatorio"),
    ("stops", "S3,Mercado", "S3,", 4, "stop_name", "Falta el nombre"),
    ("stops", "-8.12,", "25,", 4, "stop_lat", "fuera del Perú"),
    ("stops", "-8.12,-79.01", "0,0", 4, "stop_lat", "0, 0"),
    ("stops", "-8.12,-79.01", "-79.01,-8.12", 4, "stop_lat", "intercambiadas"),
    ("stops", "-8.12,-79.01", "8.12,-79.01", 4, "stop_lat", "signo"),
    ("stops", "-8.12,-79.01", "-8,-79", 4, "stop_lat", "grados enteros"),
    ("stops", "-8.12,-79.01", "9103000,717000", 4, "stop_lat", "UTM"),
    ("stops", "-8.12,-79.01", '"-8,12",-79.01', 4, "stop_lat", "con punto"),
    ("stops", "-8.12,-79.01", "nan,-79.01", 4, "stop_lat", "con punto"),
    ("stops", "-8.12,-79.01", "-8.12,inf", 4, "stop_lon", "con punto"),
    ("stops", "-8.12,-79.01", ",-79.01", 4, "stop_lat", "Falta la coordenada"),
    ("stops", "", "S4,Sobra,-8.1,-79,x", 5, "", "5 celdas y la cabecera 4"),
    ("stops", "", "S4,Falta", 5, "", "2 celdas y la cabecera 4"),
    ("routes", "R2,A,,Plaza", "R1,A,,Plaza", 3, "route_id", "Repite la fila 2"),
    ("routes", "Plaza - Mercado", "", 3, "route_short_name", "Falta el nombre"),
    ("routes", "Mercado,3,\n", "Mercado,99,\n", 3, "route_type", "tipo de ruta"),
    ("routes", "R2,A", "R2,B", 3, "agency_id", "No está en agency.txt"),
    ("trips", "R2,L,T3", "R9,L,T3", 4, "route_id", "No está en routes.txt"),
    ("trips", "R2,L,T3", "R2,X,T3", 4, "service_id", "No está en calendar.txt"),
    ("trips", "R2,L,T3,,", "R2,L,T3,H9,", 4, "shape_id", "No está en shapes.txt"),
    ("trips", "R2,L,T3", "R2,L,T2", 4, "trip_id", "Repite la fila 3"),
    ("stop_times", "S3,9", "S9,9", 4, "stop_id", "No está en stops.txt"),
    ("stop_times", "", "T9,,,S1,3", 9, "trip_id", "No está en trips.txt"),
    ("stop_times", "S2,5", "S2,1", 3, "stop_sequence", "Repite la fila 2"),
    ("stop_times", "S2,5", "S2,-5", 3, "stop_sequence", "entero"),
    ("stop_times", "06:45:00,06:45", "06:15:00,06:45", 6, "arrival_time", "anterior"),
    ("stop_times", "06:45:00,06:45:00", "06:45:00,06:40:00", 6, "departure_time", "antes de"),
    ("stop_times", "06:45:00,06:45:00", ",", 6, "arrival_time", "primer y el último"),
    ("stop_times", "06:45:00,06:45:00", "6:45,6:45", 6, "arrival_time", "HH:MM:SS"),
    ("stop_times", "06:45:00,06:45:00", "06:60:00,06:45:00", 6, "arrival_time", "HH:MM:SS"),
    ("calendar", "20260630", "20251231", 3, "end_date", "antes de empezar"),
    ("calendar", "20260630", "20260631", 3, "end_date", "no existe"),
    ("calendar", "20260630", "2026-06-30", 3, "end_date", "AAAAMMDD"),
    ("calendar", "L,1,1", "L,1,si", 3, "tuesday", "0, 1"),
    ("frequencies", "T1,09:00:00", "T9,09:00:00", 3, "trip_id", "No está en trips.txt"),
    ("frequencies", "T1,09:00:00", "T1,08:59:59", 3, "start_time", "traslapa"),
    ("frequencies", "T1,09:00:00", "T1,23:00:00", 3, "end_time", "antes de empezar"),
    ("frequencies", "600", "0", 3, "headway_secs", "entre 1 y 86400"),
    ("shapes", "-79.03,10", "-79.03,20", 4, "shape_pt_sequence", "Repite la fila 3"),
    ("shapes", "-8.10,-79.03", "-8.10,79.03", 3, "shape_pt_lat", "signo"),
    ("shapes", "", "H2,-8.1,-79.01,1", 5, "shape_id", "un solo punto"),
    ("agency", "America/Lima", "Lima", 2, "agency_timezone", "zona horaria"),
]


@pytest.mark.parametrize(("name", "before", "after", "row", "column", "reason"), WRONG_CELLS)
def test_a_wrong_cell_is_reported_by_file_row_and_field(
    name: str, before: str, after: str, row: int, column: str, reason: str
) -> None:
    file = f"{name}.txt"
    changes = changed(file, before, after) if before else with_row(file, after)
    found = read_dataset(feed(changes)).errors
    errors = [
        error for error in found if (error.file, error.row, error.column) == (file, row, column)
    ]
    assert errors, found
    assert reason in errors[0].reason
    assert str(errors[0]).startswith(f"{file}, fila {row}, {column}: ")


def test_what_depends_on_a_refused_row_goes_without_an_error_of_its_own() -> None:
    dataset = read_dataset(feed(changed("routes.txt", "Mercado,3,\n", "Mercado,x,\n")))
    assert [(e.file, e.row) for e in dataset.errors] == [("routes.txt", 3)]
    assert list(dataset.trips.good["trip_id"]) == ["T1"]
    assert set(dataset.stop_times.good["trip_id"]) == {"T1"}


def test_two_agencies_have_to_be_distinguished() -> None:
    two = with_row("agency.txt", "B,Operador B,https://example.org,America/Bogota")
    two |= changed("routes.txt", "R2,A", "R2,")
    assert errors(two) == [("agency.txt", 3, "agency_timezone"), ("routes.txt", 3, "agency_id")]


def test_the_only_agency_needs_no_id() -> None:
    header = FEED["agency.txt"].replace("agency_id,", "").replace("A,Operador", "Operador")
    routes = FEED["routes.txt"].replace(",A,", ",,")
    assert errors({"agency.txt": header, "routes.txt": routes}) == []


STATIONS = (
    "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n"
    "S1,Óvalo,-8.10,-79.03,,E1\nS2,Plaza,-8.11,-79.02,0,\nS3,Mercado,-8.12,-79.01,0,\n"
    "E1,Central,-8.10,-79.031,1,\nP1,,,,4,S1\nN1,,,,3,E1\n"
)


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("", "", None),
        ("1,\nP1", "1,E1\nP1", ("stops.txt", 5, "parent_station")),
        ("4,S1", "4,", ("stops.txt", 6, "parent_station")),
        ("4,S1", "4,E1", ("stops.txt", 6, "parent_station")),
        ("3,E1", "3,E9", ("stops.txt", 7, "parent_station")),
        (",,E1", ",,S2", ("stops.txt", 2, "parent_station")),
        ("N1,,,,3", "N1,,,,7", ("stops.txt", 7, "location_type")),
        ("S2,Plaza,-8.11,-79.02,0,", "S2,Plaza,-8.11,-79.02,1,", ("stop_times.txt", 3, "stop_id")),
    ],
)
def test_what_belongs_to_a_station(
    before: str, after: str, place: tuple[str, int, str] | None
) -> None:
    found = errors({"stops.txt": STATIONS.replace(before, after, 1) if before else STATIONS})
    assert found[:1] == ([place] if place else [])


def test_a_value_that_the_row_can_do_without_is_left_out() -> None:
    dataset = read_dataset(feed(changed("routes.txt", "1c6EA4", "azul")))
    assert dataset.errors == ()
    (notice,) = dataset.notices
    assert (notice.file, notice.row, notice.column) == ("routes.txt", 2, "route_color")


def test_exceptions_of_a_calendar() -> None:
    dates = "service_id,date,exception_type\nF,20260601,1\nF,20260601,2\nF,20260602,3\n"
    found = errors({"calendar_dates.txt": dates})
    assert found == [("calendar_dates.txt", 4, "exception_type"), ("calendar_dates.txt", 3, "date")]


@pytest.mark.parametrize(
    "mode",
    ["0", "1", "2", "3", "4", "5", "6", "7", "11", "12", "700", "109", "1000", "1300", "405"],
)
def test_basic_and_extended_route_types(mode: str) -> None:
    assert errors(changed("routes.txt", "Plaza - Mercado,3", f"Plaza - Mercado,{mode}")) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings_and_line_ends(encoding: str, newline: str) -> None:
    encoded = {name: text.replace("\n", newline).encode(encoding) for name, text in FEED.items()}
    dataset = read_dataset(feed(encoded))
    assert dataset.errors == ()
    assert dataset.stops.good["stop_name"].iloc[0] == "Óvalo"


def test_spaces_blank_lines_and_quotes() -> None:
    text = (
        'stop_id , stop_name,stop_lat,stop_lon\n\nS1," Óvalo ""Grau"", norte",-8.10,-79.03\n'
        " S2 ,Plaza, -8.11 ,-79.02\n,,,\nS3,Mercado,-8.12,-79.01\nS3,Otra,-8.12,-79.01"
    )
    dataset = read_dataset(feed({"stops.txt": text}))
    assert list(dataset.stops.good["stop_name"]) == ['Óvalo "Grau", norte', "Plaza", "Mercado"]
    # Rows are counted as a spreadsheet does, blank ones too.
    assert [(e.file, e.row) for e in dataset.errors] == [("stops.txt", 7)]
