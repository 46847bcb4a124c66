"""What every layer of placed rows publishes of a row's place and of where it is from."""

from __future__ import annotations

from layers.fields import Field
from layers.model_fields import field_of, fields_of
from territory.models.placed import PlacedRecord, PositionedRecord, PublishedRecord

DECLARED: tuple[Field, ...] = (
    field_of(PlacedRecord, "declared_unit_id", name="declared_ubigeo", title="Ubigeo declarado"),
    field_of(PlacedRecord, "declared_unit__name", name="unit_name", title="Unidad declarada"),
)
LOCATED = field_of(
    PositionedRecord, "located_unit_id", name="located_ubigeo", title="Ubigeo de la posición"
)
# Last of all.
PROVENANCE = fields_of(PublishedRecord, "commitments", "source", "cutoff_date", "is_sample")
