"""Commitment 13: how facilities' queries of insurance are answered, by insurer and day."""

from layers.themes.accreditation_activity.layer import ACCREDITATION_ACTIVITY, ACCREDITATION_DAYS
from layers.themes.accreditation_activity.source import ACCREDITATION
from layers.themes.theme import Serves, Theme
from territory.models import AccreditationActivity, AccreditationDay

THEME = Theme(
    name="accreditation_activity",
    serves={
        13: Serves(
            "sistema integrado de Acreditación de Asegurados",
            "cuántas consultas de acreditación hizo cada establecimiento a cada IAFAS por día, qué "
            "se les respondió y cuánto se esperó, sin ningún dato de los asegurados",
        ),
    },
    layers=(ACCREDITATION_ACTIVITY, ACCREDITATION_DAYS),
    records=(AccreditationActivity,),
    history=(AccreditationDay,),
    sources=(ACCREDITATION,),
    guide="importar-acreditacion.md",
)
