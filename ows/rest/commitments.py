"""The plan's commitments with their agencies, layers and territories."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView

from layers import registry, themes
from layers.errors import FeatureNotFound
from layers.made_here import MADE_HERE
from ows.rest.parameters import Pages, check_known
from ows.rest.unit_summary import NamedPlaceSerializer
from territory.addresses import on_site
from territory.commitments import commitments_with_territories
from territory.models import Agency, Commitment


class AgencySerializer(serializers.ModelSerializer[Agency]):
    class Meta:
        model = Agency
        fields = ["acronym", "name"]


class ServesSerializer(serializers.Serializer[dict[str, Any]]):
    """Which part of a commitment some layers are about."""

    layers = serializers.ListField(child=serializers.CharField())
    promise = serializers.CharField(help_text="Las palabras del plan.")
    shows = serializers.CharField(help_text="Qué muestran los datos.")
    lacks = serializers.CharField(
        allow_null=True, help_text="Qué no muestran, si nada de lo demás lo muestra."
    )


class CommitmentSerializer(serializers.ModelSerializer[Commitment]):
    """A commitment; ``text`` is the plan's text corrected, ``text_original`` as published."""

    theme_title = serializers.CharField(source="get_theme_display")
    lead_agencies = AgencySerializer(many=True)
    supporting_agencies = AgencySerializer(many=True)
    territories = NamedPlaceSerializer(many=True)
    layers = serializers.SerializerMethodField()
    serves = serializers.SerializerMethodField(
        help_text="Qué parte del compromiso muestran los datos de cada tema de capas."
    )
    url = serializers.SerializerMethodField(help_text="La página del compromiso.")

    class Meta:
        model = Commitment
        fields = [
            "number",
            "short_title",
            "title",
            "title_original",
            "text",
            "text_original",
            "corrections",
            "theme",
            "theme_title",
            "lead_agencies",
            "supporting_agencies",
            "agencies_source",
            "agencies_source_url",
            "layers",
            "serves",
            "territories",
            "url",
        ]

    def get_layers(self, commitment: Commitment) -> list[str]:
        """Names of the published layers that concern it."""
        published = registry.published(self.context["request"].user)
        return [layer.name for layer in published if commitment.number in layer.commitments]

    @extend_schema_field(ServesSerializer(many=True))
    def get_serves(self, commitment: Commitment) -> list[dict[str, Any]]:
        """Of each theme that serves it, and of what is made on this site."""
        found = [
            {
                "layers": [layer.name for layer in theme.layers],
                "promise": theme.serves[commitment.number].promise,
                "shows": theme.serves[commitment.number].shows,
                "lacks": theme.serves[commitment.number].lacks or None,
            }
            for theme in themes.THEMES
            if commitment.number in theme.serves
        ]
        if made := MADE_HERE.get(commitment.number):
            part = made.serves
            names = [layer.name for layer in made.layers]
            said = {"promise": part.promise, "shows": part.shows, "lacks": part.lacks or None}
            found.append({"layers": names, **said})
        return found

    def get_url(self, commitment: Commitment) -> str:
        return on_site(f"/compromisos/{commitment.number}/")


class CommitmentList(ListAPIView[Commitment]):
    """Los 18 compromisos del plan."""

    serializer_class = CommitmentSerializer
    pagination_class = Pages
    known_parameters: tuple[str, ...] = ()

    def get_queryset(self) -> QuerySet[Commitment]:
        return commitments_with_territories().order_by("number")


class CommitmentDetail(RetrieveAPIView[Commitment]):
    """Un compromiso."""

    serializer_class = CommitmentSerializer

    def get_object(self) -> Any:
        check_known(self.request)
        return find_commitment(commitments_with_territories(), self.kwargs["number"])


def find_commitment(commitments: QuerySet[Commitment], number: int) -> Commitment:
    """The one with this number; raises FeatureNotFound."""
    commitment = commitments.filter(number=number).first()
    if commitment is None:
        raise FeatureNotFound(f"El plan no tiene el compromiso {number}.", parameter="number")
    return commitment
