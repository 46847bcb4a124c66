"""How often the layers of environmental information are used, by month."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from layers.use.listing import used
from ows.rest.parameters import FORM
from ows.rest.table_lists import TableList, responses_of

_COMMITMENT = 2
_COLUMNS = ("layer", "title", "owner", "month", "downloads", "requests", "is_sample")


class LayerUseSerializer(serializers.Serializer[Any]):
    """A layer's use in a month, which is told by its first day."""

    layer = serializers.CharField()
    title = serializers.CharField()
    owner = serializers.CharField(help_text="De quién son los datos.")
    month = serializers.DateField()
    downloads = serializers.IntegerField(help_text="Respuestas que entregan elementos o celdas.")
    requests = serializers.IntegerField(help_text="Mapas, teselas y lo que hay en un punto.")
    is_sample = serializers.SerializerMethodField()

    def get_is_sample(self, _row: Any) -> bool:
        return False


class UseList(TableList):
    """Cuántas veces se usó cada capa de información ambiental, mes a mes; nada de quién la pidió.

    Cuenta respuestas de los servicios de este sitio, también las de programas. Un mes sin línea es
    un mes en que nadie la pidió, desde que se cuenta.
    """

    serializer_class = LayerUseSerializer
    file_name = "uso_de_las_capas_ambientales"
    title = "Uso de las capas ambientales"
    columns = _COLUMNS
    source_column = "owner"

    @extend_schema(
        operation_id="environmental_use",
        parameters=[FORM],
        responses=responses_of(LayerUseSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        return used(_COMMITMENT)
