"""Commitments 9 and 10: what users of transport answered in surveys, counted."""

from layers.themes.theme import Serves, Theme
from layers.themes.transport_surveys.layer import TRANSPORT_SURVEYS
from layers.themes.transport_surveys.source import SURVEYS
from territory.models import TransportSurveyCount

_SHOWS = (
    "cuántas personas dieron cada respuesta en las encuestas que una entidad publica; ninguna "
    "respuesta suelta, y nada de quien no fue entrevistado"
)

THEME = Theme(
    name="transport_surveys",
    serves={
        9: Serves("cambio de patrones de conducta de los usuarios del transporte", _SHOWS),
        10: Serves("un sistema de seguimiento y evaluación", _SHOWS),
    },
    layers=(TRANSPORT_SURVEYS,),
    records=(TransportSurveyCount,),
    sources=(SURVEYS,),
    guide="importar-encuestas-de-transporte.md",
)
