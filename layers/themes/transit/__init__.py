"""Commitments 9 and 10: routes and stops of public transport."""

from layers.themes.theme import Serves, Theme
from layers.themes.transit.layer import TRANSIT_ROUTES, TRANSIT_STOPS
from layers.themes.transit.source import TRANSPORT, TRANSPORT_ATU
from territory.models import TransitRoute, TransitStop

THEME = Theme(
    name="transit",
    serves={
        9: Serves(
            "Transporte Urbano de Lima y Callao",
            "las rutas y los paraderos; los espacios participativos y los instrumentos de la "
            "reforma no están en el mapa, sino en las páginas de participación",
        ),
        10: Serves(
            "Planes de Transporte Urbano de principales ciudades del país",
            "las rutas y los paraderos de cada ciudad",
            lacks="no los planes de transporte ni su seguimiento",
            shown_by=("urban_transport_plans",),
        ),
    },
    layers=(TRANSIT_ROUTES, TRANSIT_STOPS),
    records=(TransitRoute, TransitStop),
    sources=(TRANSPORT, TRANSPORT_ATU),
    guide="importar-transporte.md",
)
