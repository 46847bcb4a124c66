"""Commitments 9 and 10: routes and stops of public transport."""

from layers.themes.theme import Theme
from layers.themes.transit.layer import TRANSIT_ROUTES, TRANSIT_STOPS
from layers.themes.transit.source import TRANSPORT, TRANSPORT_ATU
from territory.models import TransitRoute, TransitStop

THEME = Theme(
    name="transit",
    commitments=(9, 10),
    layers=(TRANSIT_ROUTES, TRANSIT_STOPS),
    records=(TransitRoute, TransitStop),
    sources=(TRANSPORT, TRANSPORT_ATU),
    guide="importar-transporte.md",
)
