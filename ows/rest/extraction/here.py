"""Site, transfer and investment of a unit in one answer, each part with its source."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ows.kvp import Kvp
from ows.rest.extraction.asked import UNIT, YEAR, asked_unit, asked_year
from ows.rest.extraction.tables import TransferSerializer
from ows.rest.parameters import check_known
from ows.rest.sanitation.summary import SanitationGroupSerializer
from territory.extraction.activities import Indicator, IndustryLine
from territory.extraction.denominators import Denominator
from territory.extraction.here import Here, extraction_in
from territory.extraction.rules import Part, Split
from territory.extraction.sites import HolderSites, Sites


def _number(value: Decimal | int | None) -> float | None:
    return None if value is None else float(value)


def _many(form: type[serializers.Serializer[Any]], values: Iterable[Any]) -> Any:
    several: Any = list(values)
    return form(several, many=True).data


class ExtractionSitesSerializer(serializers.Serializer[Sites]):
    """Títulos de una actividad en un estado."""

    activity = serializers.CharField()
    status = serializers.CharField(help_text="Vacío: el registro no lo dice.")
    number = serializers.IntegerField()
    area_ha = serializers.FloatField(allow_null=True)
    measured = serializers.IntegerField(help_text="De cuántos se sabe el área.")
    source = serializers.CharField()  # type: ignore[assignment]
    cutoff_date = serializers.DateField()
    is_sample = serializers.BooleanField()


class ExtractionHolderSerializer(serializers.Serializer[HolderSites]):
    """Los títulos vigentes de un titular; los de personas se leen «persona natural»."""

    holder = serializers.CharField(help_text="Vacío: no se publica.")
    activity = serializers.CharField()
    number = serializers.IntegerField()
    area_ha = serializers.FloatField(allow_null=True)


class ExtractionIndicatorSerializer(serializers.Serializer[Indicator]):
    """Un número con su fuente; nulo si ninguna fuente publicada aquí lo dice."""

    value = serializers.FloatField(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]
    cutoff_date = serializers.DateField(allow_null=True)
    is_sample = serializers.BooleanField()
    is_partial = serializers.BooleanField()


class ExtractionIndustrySerializer(serializers.Serializer[IndustryLine]):
    """Los indicadores de una actividad, lado a lado."""

    industry = serializers.CharField()
    received = ExtractionIndicatorSerializer()
    titles = ExtractionIndicatorSerializer()
    emergencies = ExtractionIndicatorSerializer()
    points = ExtractionIndicatorSerializer()


class ExtractionPartSerializer(serializers.Serializer[Part]):
    """Una regla y lo que hace del total registrado."""

    group = serializers.CharField(source="rule.group")
    share_pct = serializers.FloatField(source="rule.share_pct")
    norm = serializers.CharField(source="rule.norm")
    article = serializers.CharField(source="rule.article")
    source_url = serializers.CharField(source="rule.source_url")
    first_year = serializers.IntegerField(source="rule.first_year")
    last_year = serializers.IntegerField(source="rule.last_year", allow_null=True)
    amount_pen = serializers.FloatField(source="amount", allow_null=True)


class ExtractionSplitSerializer(serializers.Serializer[Split]):
    """Lo registrado de un recurso en un departamento y lo que la ley hace de ello.

    ``why`` dice por qué no se calcula. La diferencia no es un veredicto.
    """

    kind = serializers.CharField()
    year = serializers.IntegerField()
    why = serializers.CharField(allow_null=True)
    base_pen = serializers.FloatField(source="base", allow_null=True)
    region_recorded_pen = serializers.FloatField(source="region.value", allow_null=True)
    local_recorded_pen = serializers.FloatField(source="local.value", allow_null=True)
    nation_recorded_pen = serializers.FloatField(source="nation.value", allow_null=True)
    region_lawful_pen = serializers.FloatField(source="lawful_region", allow_null=True)
    local_lawful_pen = serializers.FloatField(source="lawful_local", allow_null=True)
    difference_pen = serializers.FloatField(source="difference", allow_null=True)
    parts = ExtractionPartSerializer(many=True)


class ExtractionEachSerializer(serializers.Serializer[Any]):
    """Un monto por persona o por estudiante: solo con los de ese mismo año."""

    per = serializers.ChoiceField(choices=["person", "pupil"])
    amount_pen = serializers.FloatField(allow_null=True)
    number = serializers.IntegerField(allow_null=True)
    year = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment]
    is_sample = serializers.BooleanField()


class ExtractionSerializer(serializers.Serializer[Here]):
    """Sitios, transferencias e inversión de un lugar, en un año."""

    unit = serializers.CharField(help_text="Vacío: el país.")
    year = serializers.IntegerField(allow_null=True)
    years = serializers.ListField(child=serializers.IntegerField())
    is_partial = serializers.BooleanField(
        help_text="Si los archivos publicados no cubren todo el lugar."
    )
    covers = serializers.ListField(child=serializers.CharField())
    transfers = TransferSerializer(many=True)
    transfers_above = TransferSerializer(
        many=True, help_text="De los gobiernos de los que este lugar es parte."
    )
    each = ExtractionEachSerializer(many=True)
    splits = ExtractionSplitSerializer(many=True)
    sites = ExtractionSitesSerializer(many=True)
    holders = ExtractionHolderSerializer(many=True)
    industries = ExtractionIndustrySerializer(many=True)
    investments = SanitationGroupSerializer(many=True)

    def to_representation(self, here: Here) -> dict[str, Any]:
        of_year = [line for line in here.lines if line.year == here.year]
        above = [line for line in here.above if line.year == here.year]
        return {
            "unit": here.unit.pk if here.unit else "",
            "year": here.year,
            "years": [line.year for line in here.years],
            "is_partial": here.covers is not None,
            "covers": [unit.ubigeo for unit in here.covers or ()],
            "transfers": _many(TransferSerializer, of_year),
            "transfers_above": _many(TransferSerializer, above),
            "each": _each(here),
            "splits": _many(ExtractionSplitSerializer, here.splits),
            "sites": _many(ExtractionSitesSerializer, here.sites),
            "holders": _many(ExtractionHolderSerializer, here.holders),
            "industries": _many(ExtractionIndustrySerializer, here.industries),
            "investments": _many(SanitationGroupSerializer, here.investments),
        }


def _each(here: Here) -> list[dict[str, Any]]:
    if here.of_year is None or here.unit is None:
        return []
    return [
        _divided(here, "person", here.divided.people.get(here.of_year.year)),
        _divided(here, "pupil", here.divided.pupils.get(here.of_year.year)),
    ]


def _divided(here: Here, per: str, of: Denominator | None) -> dict[str, Any]:
    assert here.of_year
    return {
        "per": per,
        "amount_pen": _number(of.each(here.of_year.total.value)) if of else None,
        "number": of.number if of else None,
        "year": here.of_year.year,
        "source": of.source if of else "",
        "is_sample": bool(of and of.is_sample),
    }


class ExtractionHere(APIView):
    """Sitios, transferencias e inversión de un lugar, en un solo lugar."""

    @extend_schema(
        operation_id="extraction_here",
        parameters=[UNIT, YEAR],
        responses=ExtractionSerializer,
    )
    def get(self, request: Request) -> Response:
        check_known(request, "unit", "year")
        kvp = Kvp.from_query(request.query_params)
        found = extraction_in(asked_unit(kvp), asked_year(kvp))
        return Response(ExtractionSerializer(found).data)
