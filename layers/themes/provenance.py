"""What every layer of placed rows tells of a row, last."""

from __future__ import annotations

from layers.fields import Field, FieldType

PROVENANCE = (
    Field("commitments", "Compromisos", FieldType.INTEGER_LIST),
    Field("source", "Fuente"),
    Field("cutoff_date", "Fecha de corte", FieldType.DATE),
    Field("is_sample", "Es una muestra", FieldType.BOOLEAN),
)
