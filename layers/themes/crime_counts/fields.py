"""What the layer of complaints publishes beside a count."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from layers.fields import Field, FieldType

# Annotated by ``territory.crime.rates.with_rate``.
RATE = Field(
    "rate",
    _("Denuncias por cada 10 000 habitantes"),
    FieldType.NUMBER,
    description=_("Vacía donde no se conoce la población de ese mismo año."),
)
