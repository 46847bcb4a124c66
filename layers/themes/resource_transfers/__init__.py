"""Commitment 4: public money that comes of extraction, by who received it and year."""

from layers.themes.resource_transfers.layer import RESOURCE_TRANSFERS
from layers.themes.resource_transfers.source import TRANSFERS
from layers.themes.theme import Part, Serves, Theme
from territory.models import ResourceTransfer

THEME = Theme(
    name="resource_transfers",
    serves={
        4: Serves(
            "información de los recursos públicos vinculados a actividades extractivas en las "
            "instancias multinivel",
            "cuánto recibió cada municipalidad y gobierno regional por año y tipo de recurso, "
            "según lo registrado por el MEF, no cuánto produjo cada empresa",
        ),
    },
    layers=(RESOURCE_TRANSFERS,),
    records=(),
    counts=(ResourceTransfer,),
    sources=(TRANSFERS,),
    guide="importar-transferencias.md",
    without={Part.SEARCH: "Un monto no tiene nombre ni código por el que se busque."},
)
