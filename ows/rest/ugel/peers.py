"""The peers of a UGEL with what each distance is made of."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from territory.ugel.peers import VERSION, Peer, Peers, Scale, Side


class ScaleSerializer(serializers.Serializer[Scale]):
    """A variable and how it is standardised: (value − mean) / deviation."""

    name = serializers.CharField(source="variable.name")
    title = serializers.CharField(source="variable.title")
    by_logarithm = serializers.BooleanField(
        source="variable.by_logarithm", help_text="Se compara log10(1 + valor)."
    )
    mean = serializers.FloatField()
    deviation = serializers.FloatField(help_text="De la población.")


class SideSerializer(serializers.Serializer[Side]):
    """A variable of both; ``contribution`` is the part of the squared distance, from 0 to 1."""

    name = serializers.CharField(source="variable.name")
    own = serializers.FloatField()
    other = serializers.FloatField()
    own_score = serializers.FloatField()
    other_score = serializers.FloatField()
    contribution = serializers.FloatField()


class PeerSerializer(serializers.Serializer[Peer]):
    code = serializers.CharField(source="area.code")
    name = serializers.CharField(source="area.name")
    is_sample = serializers.BooleanField(source="area.is_sample")
    distance = serializers.FloatField()
    variables = SideSerializer(source="sides", many=True)


class PeersSerializer(serializers.Serializer[Peers]):
    """The most alike first; none where the UGEL lacks a variable that is compared."""

    version = serializers.SerializerMethodField(help_text="De la comparación: qué y cómo.")
    compared = serializers.IntegerField(help_text="Cuántas UGEL se comparan.")
    variables = ScaleSerializer(source="scales", many=True)
    left_out = serializers.SerializerMethodField(help_text="Variables que no se comparan.")
    missing = serializers.SerializerMethodField(help_text="Las que de esta UGEL no se conocen.")
    peers = PeerSerializer(many=True)

    def get_version(self, found: Peers) -> int:
        return VERSION

    def get_left_out(self, found: Peers) -> list[str]:
        return [variable.name for variable in found.left_out]

    def get_missing(self, found: Peers) -> list[Any]:
        return [variable.name for variable in found.missing]
