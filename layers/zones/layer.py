"""The zones that planners propose: drafts for their author's eyes, approved ones for all."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast, TruncDate

from layers.fields import Field, FieldType
from layers.layer import AnyUser, Layer
from layers.model_fields import field_of, fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Rule, Stroke, Style
from layers.styles.twins import facts_and_samples, of_value
from territory.models import InterventionZone
from territory.zones import audience, changes_seen, visible_zones, with_author

Status = InterventionZone.Status

SOURCE = "Planificadores con cuenta en este sitio"

# The scale denominator from which a zone is large enough on the map to be named.
_NAMES_FROM = 2_000_000
# An unfinished zone looks unfinished: the less is settled, the more broken its outline.
_DASHES: dict[Status, tuple[float, ...]] = {
    Status.DRAFT: (3, 4),
    Status.SUBMITTED: (9, 4),
    Status.APPROVED: (),
}
_OPACITIES = {Status.DRAFT: 0.15, Status.SUBMITTED: 0.25, Status.APPROVED: 0.4}


def _rows(user: AnyUser) -> QuerySet[InterventionZone]:
    rows: QuerySet[InterventionZone] = with_author(visible_zones(user)).annotate(
        department_name=F("department__name"),
        saved_on=TruncDate("updated_at"),
        # Cast, since PostgreSQL takes a bare text for one of an unknown type.
        source=Cast(Value(SOURCE), TextField()),
    )
    return rows


def _class(status: Status) -> Rule:
    return Rule(
        str(status),
        f"Zona {status.label}",
        filter=of_value("status", str(status)),
        fill=Fill(palette.ZONE, _OPACITIES[status]),
        stroke=Stroke(palette.ZONE, 2.0, dash=_DASHES[status]),
        label=Label("title", size_px=11, color=palette.ZONE_INK, max_scale=_NAMES_FROM),
    )


def _as_sample(rule: Rule) -> Rule:
    # Its outline says how finished it is, as a fact's does.
    return replace(rule, fill=Fill(palette.ZONE, 0.55))


INTERVENTION_ZONES = Layer(
    sheet="/zonas/{fid}/",
    name="intervention_zones",
    title="Zonas de intervención",
    abstract="Zonas que los planificadores de cada departamento proponen para los compromisos. "
    "Todos ven las aprobadas; los borradores y las presentadas, solo su autor y quien las "
    "revisa.",
    theme="territory",
    keywords=("planificación", "zonas", "intervención"),
    rows=_rows,
    audience=audience,
    version_parts=changes_seen,
    geom="geom",
    geometry_type="MultiPolygon",
    title_field="title",
    fields=fields_of(
        InterventionZone,
        "title",
        "description",
        "status",
        "version",
        Field("author", "Autor", source="author_name"),
        field_of(
            InterventionZone,
            "department_id",
            name="declared_ubigeo",
            title="Ubigeo del departamento",
        ),
        Field("department_name", "Departamento"),
        "area_ha",
        "commitments",
        "created_at",
        "updated_at",
        Field("source", "Fuente"),
        Field("cutoff_date", "Fecha de corte", FieldType.DATE, source="saved_on"),
        "is_sample",
    ),
    style=Style(
        "default",
        "Zonas de intervención",
        facts_and_samples(map(_class, Status), _as_sample),
    ),
    sample_path="is_sample",
    source=SOURCE,
    source_path=None,
    cutoff_path="saved_on",
    time_field="updated_at",
)
