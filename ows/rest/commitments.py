"""The plan's commitments with their agencies, layers and territories."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView

from layers import registry
from layers.errors import FeatureNotFound
from ows.rest.parameters import Pages, check_known
from ows.rest.unit_summary import NamedPlaceSerializer
from territory.commitments import commitments_with_territories
from territory.models import Agency, Commitment


class AgencySerializer(serializers.ModelSerializer[Agency]):
    class Meta:
        model = Agency
        fields = ["acronym", "name"]


class CommitmentSerializer(serializers.ModelSerializer[Commitment]):
    """A commitment; ``text`` is the plan's text corrected, ``text_original`` as published."""

    theme_title = serializers.CharField(source="get_theme_display")
    lead_agencies = AgencySerializer(many=True)
    supporting_agencies = AgencySerializer(many=True)
    territories = NamedPlaceSerializer(many=True)
    layers = serializers.SerializerMethodField()
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
            "territories",
            "url",
        ]

    def get_layers(self, commitment: Commitment) -> list[str]:
        """Names of the published layers that concern it."""
        published = registry.published(self.context["request"].user)
        return [layer.name for layer in published if commitment.number in layer.commitments]

    def get_url(self, commitment: Commitment) -> str:
        return f"/compromisos/{commitment.number}/"


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
        number = self.kwargs["number"]
        commitment = commitments_with_territories().filter(number=number).first()
        if commitment is None:
            raise FeatureNotFound(f"El plan no tiene el compromiso {number}.", parameter="number")
        return commitment
