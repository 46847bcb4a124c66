"""Commitment 6: the model of management, the focalised UGEL, their routes and agreements."""

from layers.themes.focalised_ugel.layer import FOCALISED_UGEL
from layers.themes.focalised_ugel.source import (
    UGEL_AGREEMENTS,
    UGEL_FOCALISED,
    UGEL_MODEL,
    UGEL_ROUTES,
)
from layers.themes.theme import Serves, Theme
from territory.models import FocalisedUgel

THEME = Theme(
    name="focalised_ugel",
    serves={
        6: Serves(
            "una ruta de construcción participativa y de consenso",
            "las UGEL focalizadas con los pasos de su ruta, sus acuerdos intersectoriales y las "
            "versiones del modelo, no si el modelo cambió la gestión",
        ),
    },
    layers=(FOCALISED_UGEL,),
    records=(FocalisedUgel,),
    sources=(UGEL_FOCALISED, UGEL_ROUTES, UGEL_AGREEMENTS, UGEL_MODEL),
    guide="importar-gestion-ugel.md",
)
