"""The official languages with their spellings, for programs that read files of their own."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from ows.rest.parameters import Pages
from ows.rest.wire_names import WireNames
from territory.models import Language, LanguageAlias


class AliasSerializer(WireNames[LanguageAlias]):
    """Another spelling; ``variety`` is null where the name is the whole language's."""

    name = serializers.CharField()
    variety = serializers.CharField(allow_null=True)
    source_ = serializers.CharField()
    source_url = serializers.URLField(allow_null=True)


class LanguageSerializer(WireNames[Language]):
    """One of the 48; the family and the codes are Glottolog's."""

    name = serializers.CharField()
    code = serializers.CharField()
    family = serializers.CharField()
    area = serializers.CharField()
    iso_codes = serializers.ListField(child=serializers.CharField())
    glottocodes = serializers.ListField(child=serializers.CharField())
    source_ = serializers.CharField()
    source_url = serializers.URLField(allow_null=True)
    cutoff_date = serializers.DateField()
    classification = serializers.CharField()
    classification_url = serializers.URLField(allow_null=True)
    aliases = AliasSerializer(many=True)


class LanguageList(ListAPIView[Language]):
    """Las 48 lenguas originarias: familia, códigos y otras grafías, cada una con su fuente."""

    serializer_class = LanguageSerializer
    pagination_class = Pages
    known_parameters = ()

    def get_queryset(self) -> QuerySet[Any]:
        return Language.objects.prefetch_related("aliases").order_by("name")
