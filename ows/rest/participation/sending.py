"""A contribution as a client sends it: a Feature whose every member is checked by name."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from layers.errors import InvalidParameter
from layers.participation.places import place_from_geojson
from layers.participation.receiving import MAX_TEXT, MIN_TEXT, Sent, checked_text
from territory.models import ContributionKind, Sector

_MEMBERS = frozenset({"type", "geometry", "properties"})
_MOST_PARAGRAPH, _MOST_COMMITMENT = 999, 18


class ContributionPropertiesSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(min_length=MIN_TEXT, max_length=MAX_TEXT)
    commitment = serializers.IntegerField(
        required=False, help_text="Hace falta, salvo en el párrafo de una consulta."
    )
    consultation = serializers.CharField(required=False, help_text="Su identificador.")
    paragraph = serializers.IntegerField(required=False, help_text="El párrafo de la consulta.")
    unit = serializers.CharField(required=False, help_text="Un ubigeo, si no hay geometría.")
    is_public_place = serializers.BooleanField(
        required=False, help_text="Si es un lugar público, que puede mostrarse exacto."
    )
    kind = serializers.ChoiceField(choices=ContributionKind.choices, required=False)
    sector = serializers.ChoiceField(
        choices=Sector.choices,
        required=False,
        help_text="De qué sector lo dice: solo se cuenta, y no se muestra con ningún aporte.",
    )
    layer = serializers.CharField(
        required=False, help_text="La capa del elemento del que trata, con «feature»."
    )
    feature = serializers.CharField(
        required=False, help_text="El identificador del elemento en su capa: una ruta, un paradero."
    )
    challenge = serializers.CharField(required=False)
    nonce = serializers.CharField(required=False)


class ContributionInSerializer(serializers.Serializer[Any]):
    """A contribution as a client writes it."""

    type = serializers.ChoiceField(choices=["Feature"])
    geometry = serializers.DictField(
        allow_null=True,
        required=False,
        help_text="Point, Polygon o MultiPolygon, longitud y latitud.",
    )
    properties = ContributionPropertiesSerializer()


# Property → the type that its JSON value has.
_TYPES: dict[str, type] = {
    "text": str,
    "commitment": int,
    "consultation": str,
    "paragraph": int,
    "unit": str,
    "is_public_place": bool,
    "kind": str,
    "sector": str,
    "layer": str,
    "feature": str,
    "challenge": str,
    "nonce": str,
}
_TITLES = {str: "un texto", int: "un número entero", bool: "true o false"}


def read_sent(data: Any) -> tuple[Sent, str, str]:
    """What was sent, with the challenge and the nonce of the proof of work, perhaps empty.

    Raises InvalidParameter or InvalidGeometry, which name the member or property.
    """
    given = _properties(data)
    geometry = data.get("geometry")
    sent = Sent(
        text=checked_text(given.get("text"), "text"),
        commitment=_number(given, "commitment", _MOST_COMMITMENT),
        consultation=given.get("consultation", ""),
        paragraph=_number(given, "paragraph", _MOST_PARAGRAPH),
        geom=None if geometry is None else place_from_geojson(geometry),
        unit=given.get("unit", ""),
        is_public_place=given.get("is_public_place", False),
        layer=given.get("layer", ""),
        fid=given.get("feature", ""),
        kind=given.get("kind", ""),
        sector=given.get("sector", ""),
    )
    if sent.geom is not None and sent.unit:
        raise InvalidParameter("Diga una geometría o una unidad, no las dos.", parameter="unit")
    return sent, given.get("challenge", ""), given.get("nonce", "")


def _properties(data: Any) -> dict[str, Any]:
    """Those that have a value, each of its type."""
    if not isinstance(data, dict) or data.get("type") != "Feature":
        raise InvalidParameter("Se espera un Feature de GeoJSON.", parameter="type")
    for name in data:
        if name not in _MEMBERS:
            raise InvalidParameter(
                f"Un aporte no tiene el miembro «{name[:40]}».", parameter=name[:40]
            )
    properties = data.get("properties")
    if not isinstance(properties, dict):
        raise InvalidParameter("Se espera un objeto.", parameter="properties")
    given = {name: value for name, value in properties.items() if value is not None}
    for name, value in given.items():
        expected = _TYPES.get(name)
        if expected is None:
            raise InvalidParameter(
                f"Un aporte no tiene la propiedad «{name[:40]}».", parameter=name[:40]
            )
        # Python takes true for a number.
        if not isinstance(value, expected) or (expected is int and isinstance(value, bool)):
            raise InvalidParameter(f"Se espera {_TITLES[expected]}.", parameter=name)
    return given


def _number(given: dict[str, Any], name: str, most: int) -> int | None:
    value: int | None = given.get(name)
    if value is not None and not 1 <= value <= most:
        raise InvalidParameter(f"Debe estar entre 1 y {most}.", parameter=name)
    return value
