"""Lists of the domain API that are a table too, for spreadsheets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from drf_spectacular.types import OpenApiTypes
from rest_framework.generics import ListAPIView
from rest_framework.request import Request

from ows.rest.parameters import TABLE_TYPES, Pages, check_known, requested_form
from ows.rest.tables import Table, table_response


class TableList(ListAPIView[Any]):
    """Pages of JSON or, as ``f`` or ``Accept`` say, all lines as a CSV or XLSX file.

    ``columns`` are names on the wire; a subclass's own ``get`` describes it and gives ``answer``.
    """

    pagination_class = Pages
    file_name: ClassVar[str]
    title: ClassVar[str]
    columns: ClassVar[Sequence[str]]
    source_column: ClassVar[str] = "source"
    known_parameters: ClassVar[Sequence[str]] = ("f",)

    def answer(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """Raises InvalidValue for a form that there isn't, or a parameter."""
        form = requested_form(request)
        if form not in TABLE_TYPES:
            return self.list(request, *args, **kwargs)
        check_known(request, *self.known_parameters)
        lines: Any = self.get_serializer(self.get_queryset(), many=True).data
        cells = [[line[name] for name in self.columns] for line in lines]
        is_sample = any(line["is_sample"] for line in lines)
        return table_response(
            Table(self.file_name, self.title, self.columns, cells, is_sample, self.source_column),
            form,
            request,
        )


def responses_of(serializer: Any) -> dict[tuple[int, str], Any]:
    """What such a list answers, for the description of the API; ``serializer`` is of many."""
    return {
        (200, "application/json"): serializer,
        (200, "text/csv"): OpenApiTypes.STR,
        (200, TABLE_TYPES["xlsx"]): OpenApiTypes.BINARY,
    }
