"""The columns of figures of extortion: this site's own form, since no official one is known."""

from __future__ import annotations

from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.themes.own_form import as_written
from layers.themes.sourced_places import PLACE, SOURCED
from territory.models.extortion import ExtortionAspect, ExtortionCount

TABLE = "extortion_counts"
_SOURCE, *_ADDRESS_AND_DAY = SOURCED

FILE = Specification(
    ExtortionCount,
    (
        *PLACE,
        Column(
            "anio",
            part_of="period_start",
            about="año entero, ya terminado a la fecha de corte",
            required=True,
            strict=True,
        ),
        Column(
            "que_se_cuenta",
            "category",
            "; ".join(f"`{aspect.value}`: {aspect.label}" for aspect in ExtortionAspect),
            required=True,
            strict=True,
        ),
        Column(
            "cantidad",
            part_of="value",
            about="denuncias: un número entero, o `no reportado`",
            required=True,
            strict=True,
        ),
        Column(
            "fuente",
            "source",
            "documento del que sale la fila; una fuente cuenta en cada corte por unidades de un "
            "solo nivel. SIDPOL no: se publica con la fuente `crime`",
            required=True,
            strict=True,
            prepare=as_written,
            sample=SampleMark(("FUENTE DE EJEMPLO",)),
        ),
        *_ADDRESS_AND_DAY,
    ),
    commitments=(17,),
    computed=("granularity", "state", "told_by", "told_level"),
)
