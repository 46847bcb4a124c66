"""Commitment 4: what governments received of extraction; a style a kind and receiver."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Case, CharField, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from layers.fields import Field, FieldType
from layers.layer import AnyUser, Layer
from layers.styles import palette
from layers.styles.counts import amount_style
from layers.styles.model import Fill, Rule, Stroke, Style
from layers.styles.twins import dashed, facts_and_samples
from layers.themes.count_fields import count_fields
from territory.models import Nature, Recipient, ResourceTransfer, TransferKind
from territory.models.resource_transfers import KINDS_OF

# Said beside every map of it.
RECORDED = (
    "Es lo que cada gobierno registró como recaudado en el sistema del MEF (rubro 18), sin saldos "
    "de años anteriores. Sin fila no registró nada en ese año; un monto no dice qué mina, central "
    "o lote lo produjo."
)
_WHO = {
    Recipient.DISTRICT: "municipalidades distritales",
    Recipient.PROVINCE: "municipalidades provinciales",
    Recipient.REGION: "gobiernos regionales",
}
# Soles; the same in every style, so that maps can be compared.
_BREAKS = (100_000, 1_000_000, 10_000_000, 100_000_000)

_NATURE = Field(
    "nature",
    _("Recurso renovable o no renovable"),
    FieldType.STRING,
    description=_("De qué clase es el recurso del que viene; propuesta de este sitio."),
    labels=tuple((str(code), title) for code, title in Nature.choices),
)
_FIELDS = count_fields(ResourceTransfer)
_AT = next(at for at, field in enumerate(_FIELDS) if field.name == "recipient")


def _rows(user: AnyUser) -> QuerySet[ResourceTransfer]:
    natures = [
        When(category__in=kinds, then=Value(nature.value)) for nature, kinds in KINDS_OF.items()
    ]
    nature: Any = Case(*natures, output_field=CharField())
    published: QuerySet[ResourceTransfer] = ResourceTransfer.objects.published()
    return published.annotate(nature=nature)


_STYLES = tuple(
    amount_style(
        f"{kind.value}_{recipient.value}",
        f"{str(kind.label).capitalize() if kind is not TransferKind.FOCAM else kind.label} que "
        f"recibieron las {_WHO[recipient]} (S/)".replace("las gobiernos", "los gobiernos"),
        {"category": kind.value, "recipient": recipient.value},
        _BREAKS,
    )
    for recipient in _WHO
    for kind in TransferKind
)

# Who received anything at all: a unit lies within others, so the larger are the paler.
_RECEIVERS = (
    (Recipient.NATION, palette.MUTED, 0.05),
    (Recipient.REGION, "#7a5195", 0.08),
    (Recipient.PROVINCE, "#ef8a3c", 0.2),
    (Recipient.DISTRICT, palette.THEME["environment"], 0.5),
)


def _receiver(recipient: Recipient, color: str, opacity: float) -> Rule:
    tests: list[dict[str, Any]] = [
        {"op": "=", "args": [{"property": "recipient"}, recipient.value]},
        {"op": ">", "args": [{"property": "value"}, 0]},
    ]
    return Rule(
        recipient.value,
        str(recipient.label).capitalize(),
        filter={"op": "and", "args": tests},
        fill=Fill(color, opacity),
        stroke=Stroke(color, 1.2),
    )


def _as_sample(rule: Rule) -> Rule:
    assert rule.stroke
    color = rule.stroke.color
    return replace(rule, fill=Fill(color, 0.9), stroke=dashed(color))


_WHO_RECEIVED = Style(
    "receivers",
    "Quién recibió algo, de cualquier recurso",
    facts_and_samples((_receiver(*one) for one in _RECEIVERS), _as_sample),
)

RESOURCE_TRANSFERS = Layer(
    name="resource_transfers",
    title="Transferencias por actividades extractivas",
    abstract="Cuánto recibió cada municipalidad, gobierno regional y entidad nacional por canon "
    "minero, hidroenergético, gasífero, pesquero, forestal y petrolero, FOCAM y regalías mineras, "
    f"por año. {RECORDED} El mapa muestra quién recibió algo o, en los demás estilos, cuánto de un "
    "tipo y nivel de gobierno, en el último año o en el que se pida (TIME).",
    theme="environment",
    keywords=("canon", "regalías", "FOCAM", "transferencias", "actividades extractivas", "serie"),
    commitments=(4,),
    rows=_rows,
    geom="declared_unit__geom",
    geometry_type="MultiPolygon",
    title_field="unit_name",
    fields=(*_FIELDS[: _AT + 1], _NATURE, *_FIELDS[_AT + 1 :]),
    style=_WHO_RECEIVED,
    styles=_STYLES,
    sample_path="is_sample",
    source_url_path="source_url",
    time_field="period_start",
    time_end_field="period_end",
    boundary_path="declared_unit__boundary_source",
    licence="",
    attribution="MEF",
)
