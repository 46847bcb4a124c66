"""Where forums meet, and their sessions: two layers of what is published, the same for everybody.

What isn't published is on the pages of its agency alone, so that no cache can hold it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import Cast

from layers.fields import Field
from layers.layer import AnyUser, Layer
from layers.model_fields import field_of, fields_of
from layers.participation.processes.kinds import SESSIONS, SPACES
from layers.styles import palette
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style
from layers.styles.twins import dashed, facts_and_samples
from layers.themes.theme import Serves
from territory.models import Forum, ForumSession
from territory.models.participation import SECTORS
from territory.participation.processes.seen import seen

SOURCE = "Entidades a cargo de los compromisos, en este sitio"
_COLOR = palette.THEME["open_government"]
_NAMES_FROM = 3_000_000

# Which part of the first commitment they serve, in the plan's words.
SERVES = {
    1: Serves(
        "la implementación de foros multiactor en los sectores prioritarios",
        "dónde se reúnen los foros y sus sesiones; lo que se consultó de la propuesta no está en "
        "el mapa, sino en la página de los foros",
    )
}


def _rows(model: type[Any]) -> QuerySet[Any]:
    rows: QuerySet[Any] = seen(model, AnonymousUser())
    annotated: QuerySet[Any] = rows.annotate(
        units_text=Func(
            F("units"), Value(" "), function="array_to_string", output_field=TextField()
        ),
        # Cast, since PostgreSQL takes a bare text for one of an unknown type.
        source=Cast(Value(SOURCE), TextField()),
    )
    return annotated


def _spaces(user: AnyUser) -> QuerySet[Forum]:
    return _rows(Forum)


def _sessions(user: AnyUser) -> QuerySet[ForumSession]:
    return _rows(ForumSession)


def _style(title: str, name: str, shape: str, label: str) -> Style:
    rule = Rule(
        name,
        title,
        marker=Marker(Fill(_COLOR), Stroke(palette.PAPER, 1.2), 11, shape),
        label=Label(label, size_px=11, color=_COLOR, max_scale=_NAMES_FROM),
    )
    return Style("default", title, facts_and_samples([rule], _as_sample))


def _as_sample(rule: Rule) -> Rule:
    assert rule.marker
    return replace(rule, marker=replace(rule.marker, stroke=dashed(_COLOR)))


_UNITS = Field(
    "units",
    "Ámbito",
    source="units_text",
    description="Ubigeos del INEI, separados por espacios; vacío si no se conoce.",
)
_PROVENANCE = (
    Field("source", "Fuente"),
    "source_url",
    "cutoff_date",
    "is_sample",
)

PARTICIPATION_SPACES = Layer(
    name=SPACES,
    title="Espacios de participación",
    abstract="Los foros multiactor publicados, en su sede: sector, compromiso, ámbito y cuántos "
    "miembros tiene cada sector. No se nombra a nadie.",
    theme="open_government",
    keywords=("participación", "foros", "gobierno abierto"),
    commitments=(1,),
    rows=_spaces,
    geom="geom",
    geometry_type="Point",
    title_field="name",
    fields=fields_of(
        Forum,
        "name",
        "slug",
        field_of(Forum, "commitment__number", name="commitment", title="Compromiso"),
        "sector",
        "purpose",
        "venue",
        _UNITS,
        *SECTORS,
        "is_pilot",
        "evaluation_outcome",
        "evaluated_on",
        *_PROVENANCE,
    ),
    style=_style("Espacio de participación", "space", "square", "name"),
    sample_path="is_sample",
    source=SOURCE,
    source_path=None,
    source_url_path="source_url",
    sheet="/participar/espacios/{slug}/",
)

FORUM_SESSIONS = Layer(
    name=SESSIONS,
    title="Sesiones de los foros",
    abstract="Las sesiones publicadas de los foros multiactor, en el lugar donde fueron: fecha, "
    "agenda, ámbito y asistencia por sector, en números. No se nombra a nadie.",
    theme="open_government",
    keywords=("participación", "foros", "sesiones"),
    commitments=(1,),
    rows=_sessions,
    geom="geom",
    geometry_type="Point",
    title_field="title",
    fields=fields_of(
        ForumSession,
        "title",
        field_of(ForumSession, "forum__slug", name="forum", title="Foro"),
        field_of(ForumSession, "forum__commitment__number", name="commitment", title="Compromiso"),
        "number",
        "held_on",
        "agenda",
        "venue",
        _UNITS,
        *SECTORS,
        *_PROVENANCE,
    ),
    style=_style("Sesión de un foro", "session", "circle", "title"),
    sample_path="is_sample",
    source=SOURCE,
    source_path=None,
    source_url_path="source_url",
    time_field="held_on",
    sheet="/participar/espacios/{forum}/",
)

LAYERS = (PARTICIPATION_SPACES, FORUM_SESSIONS)
