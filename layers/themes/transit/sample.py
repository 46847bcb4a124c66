"""Samples of public transport: a GTFS feed for each department's capital, and ATU's list.

Every other feed says the vehicles' way and how often they run (shapes, frequencies); the rest
have timetables past midnight, days that a calendar adds, and a station.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from layers.reading.context import Feed
from layers.themes.sample_places import SamplePlace, SamplePlaces, written

# The province of each department's capital, by the capital's name.
FEEDS = tuple(
    Feed(f"ejemplo-{capital}", unit)
    for capital, unit in (
        ("chachapoyas", "0101"),
        ("huaraz", "0201"),
        ("abancay", "0301"),
        ("arequipa", "0401"),
        ("ayacucho", "0501"),
        ("cajamarca", "0601"),
        ("callao", "0701"),
        ("cusco", "0801"),
        ("huancavelica", "0901"),
        ("huanuco", "1001"),
        ("ica", "1101"),
        ("huancayo", "1201"),
        ("trujillo", "1301"),
        ("chiclayo", "1401"),
        ("lima", "1501"),
        ("iquitos", "1601"),
        ("puerto-maldonado", "1701"),
        ("moquegua", "1801"),
        ("cerro-de-pasco", "1901"),
        ("piura", "2001"),
        ("puno", "2101"),
        ("moyobamba", "2201"),
        ("tacna", "2301"),
        ("tumbes", "2401"),
        ("pucallpa", "2501"),
    )
)
_ROUTES_EACH, _STOPS_EACH = 4, 12
_CALLS = 5
# A block of streets, degrees.
_STEP = 0.004
_COLORS = ("", "1C6EA4", "B5651D", "4B7F52")

_ATU_HEADER = (
    "partipcod",
    "parnom",
    "disnom",
    "cornom",
    "nivel",
    "latitud",
    "longitud",
    "tipodet",
    "nivel_lbl",
    "ts",
)
_ATU_PROVINCES = ("0701", "1501")
_ATU_SERVICES = ((1, "Transporte Regular", "NA"), (2, "Corredor", "azul"), (3, "Troncal", "NA"))
_ATU_EACH = 3
# Feeds number their stops from 1; these come after all of them.
_ATU_FIRST = 1_000


@dataclass
class _Feed:
    """What is written of one feed; ``first`` numbers its stops and routes across feeds."""

    places: SamplePlaces
    first: int
    capital: SamplePlace
    with_shapes: bool
    stops: list[tuple[int, float, float]] = field(default_factory=list)

    def files(self) -> Iterator[tuple[str, str]]:
        yield (
            "agency.txt",
            written(
                ("agency_id", "agency_name", "agency_url", "agency_timezone"),
                [("EJ", "OPERADOR DE EJEMPLO", None, "America/Lima")],
            ),
        )
        days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
        yield (
            "calendar.txt",
            written(
                ("service_id", *days, "start_date", "end_date"),
                [
                    ("DIARIO", 1, 1, 1, 1, 1, 1, 1, "20180101", "20181231"),
                    ("LABORABLE", 1, 1, 1, 1, 1, 0, 0, "20180101", "20181231"),
                ],
            ),
        )
        self._place_stops()
        ways = [self._way() for _route in range(_ROUTES_EACH)]
        yield from self._stops_file()
        yield from self._routes_files()
        yield from self._calls_files(ways)
        if self.with_shapes:
            yield from self._shape_files(ways)
        else:
            yield (
                "calendar_dates.txt",
                written(
                    ("service_id", "date", "exception_type"),
                    [("FERIA", "20180624", 1), ("FERIA", "20181208", 1)],
                ),
            )

    def route_id(self, at: int) -> int:
        return 9_000_000 + 10 * self.first + at

    def stop_id(self, at: int) -> int:
        return 9_000_000 + 100 * self.first + at

    def _place_stops(self) -> None:
        corners = [(x, y) for x in range(-4, 5) for y in range(-4, 5)]
        for at, (x, y) in enumerate(self.places.random.sample(corners, _STOPS_EACH), start=1):
            longitude = round(self.capital.longitude + x * _STEP, 4)
            latitude = round(self.capital.latitude + y * _STEP, 4)
            self.stops.append((self.stop_id(at), longitude, latitude))

    def _way(self) -> list[tuple[int, float, float]]:
        """Stops in the order in which a route calls: from west to east."""
        return sorted(self.places.random.sample(self.stops, _CALLS), key=lambda stop: stop[1:])

    def _stops_file(self) -> Iterator[tuple[str, str]]:
        number = _STOPS_EACH * self.first
        rows: list[tuple[object, ...]] = [
            (stop, f"PARADERO DE EJEMPLO {number + at}", latitude, longitude, None, None)
            for at, (stop, longitude, latitude) in enumerate(self.stops, start=1)
        ]
        if not self.with_shapes:
            # The first two stops are platforms of a station between them.
            station = self.stop_id(99)
            _stop, longitude, latitude = self.stops[0]
            rows[:2] = [(*row[:-1], station) for row in rows[:2]]
            name = f"ESTACIÓN DE EJEMPLO {self.first}"
            rows.append((station, name, latitude, longitude, 1, None))
        header = ("stop_id", "stop_name", "stop_lat", "stop_lon", "location_type", "parent_station")
        yield "stops.txt", written(header, rows)

    def _routes_files(self) -> Iterator[tuple[str, str]]:
        number = _ROUTES_EACH * self.first
        yield (
            "routes.txt",
            written(
                (
                    "route_id",
                    "agency_id",
                    "route_short_name",
                    "route_long_name",
                    "route_type",
                    "route_color",
                ),
                [
                    (
                        self.route_id(at),
                        "EJ",
                        f"EJ-{number + at}",
                        f"RUTA DE EJEMPLO {number + at}",
                        3,
                        _COLORS[at % len(_COLORS)],
                    )
                    for at in range(1, _ROUTES_EACH + 1)
                ],
            ),
        )
        yield (
            "trips.txt",
            written(
                ("route_id", "service_id", "trip_id", "shape_id", "trip_headsign"),
                [
                    self._trip(at, direction)
                    for at in range(1, _ROUTES_EACH + 1)
                    for direction in "IV"
                ],
            ),
        )

    def _trip(self, at: int, direction: str) -> tuple[object, ...]:
        route = self.route_id(at)
        service = "LABORABLE" if at % 2 else "DIARIO"
        if not self.with_shapes and at == _ROUTES_EACH:
            service = "FERIA"
        shape = f"{route}-{direction}" if self.with_shapes else None
        return (route, service, f"{route}-{direction}", shape, f"DESTINO DE EJEMPLO {direction}")

    def _calls_files(self, ways: list[list[tuple[int, float, float]]]) -> Iterator[tuple[str, str]]:
        rows: list[tuple[object, ...]] = []
        for at, way in enumerate(ways, start=1):
            for direction in "IV":
                # A timetable's last one ends after midnight; what runs by frequency starts at 0.
                start = 0 if self.with_shapes else 60 * self.places.random.randint(5, 23) + 50
                for call, (stop, _x, _y) in enumerate(_in_direction(way, direction)):
                    instant = _clock(start + 6 * call)
                    trip = f"{self.route_id(at)}-{direction}"
                    rows.append((trip, instant, instant, stop, call + 1))
        header = ("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence")
        yield "stop_times.txt", written(header, rows)

    def _shape_files(self, ways: list[list[tuple[int, float, float]]]) -> Iterator[tuple[str, str]]:
        points: list[tuple[object, ...]] = []
        frequencies: list[tuple[object, ...]] = []
        for at, way in enumerate(ways, start=1):
            for direction in "IV":
                trip = f"{self.route_id(at)}-{direction}"
                corners = list(_along_streets(_in_direction(way, direction)))
                points += [(trip, y, x, place) for place, (x, y) in enumerate(corners, start=1)]
                headway = 60 * self.places.random.randint(5, 20)
                frequencies.append((trip, "05:00:00", "09:00:00", headway))
                frequencies.append((trip, "09:00:00", "23:00:00", 2 * headway))
        header = ("shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence")
        yield "shapes.txt", written(header, points)
        header = ("trip_id", "start_time", "end_time", "headway_secs")
        yield "frequencies.txt", written(header, frequencies)


def write(places: SamplePlaces) -> dict[str, str]:
    """A folder for each feed, below ``transport``, and ATU's list of stops."""
    files = {"transport_atu.csv": _atu(places)}
    capitals = {place.ubigeo: place for place in places.inside("", 4)}
    for first, feed in enumerate(FEEDS):
        capital = capitals[feed.unit]
        written_feed = _Feed(places, first, capital, with_shapes=first % 2 == 0)
        for name, text in written_feed.files():
            files[f"transport/{feed.name}/{name}"] = text
    return files


def _in_direction(
    way: list[tuple[int, float, float]], direction: str
) -> list[tuple[int, float, float]]:
    return way if direction == "I" else way[::-1]


def _along_streets(way: Iterable[tuple[int, float, float]]) -> Iterator[tuple[float, float]]:
    """The stops joined by streets that run east and north."""
    before: tuple[float, float] | None = None
    for _stop, x, y in way:
        if before is not None and before[0] != x and before[1] != y:
            yield x, before[1]
        yield x, y
        before = x, y


def _clock(minutes: int) -> str:
    """GTFS counts hours past 24 for what ends after midnight."""
    return f"{minutes // 60:02}:{minutes % 60:02}:00"


def _atu(places: SamplePlaces) -> str:
    rows: list[tuple[object, ...]] = []
    for province in _ATU_PROVINCES:
        for district in places.inside(province, 6):
            for _stop in range(_ATU_EACH):
                kind, service, corridor = places.random.choice(_ATU_SERVICES)
                longitude, latitude = places.near(district, 0.015)
                name = f"PARADERO DE EJEMPLO {_ATU_FIRST + len(rows)}"
                rows.append(
                    (
                        kind,
                        name,
                        district.name,
                        corridor,
                        1,
                        latitude,
                        longitude,
                        service,
                        "Moderado",
                        "2018-12-31T00:00:00Z",
                    )
                )
    return written(_ATU_HEADER, rows)
