"""By what lists of the processes are chosen."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request

from ows.kvp import Kvp


def of_commitment(rows: QuerySet[Any], request: Request, path: str) -> QuerySet[Any]:
    """The rows of the commitment that is asked for, all where none is; raises InvalidValue."""
    kvp = Kvp.from_query(request.query_params)
    if kvp.get("commitment") is None:
        return rows
    number = kvp.integer("commitment", 0, minimum=1, maximum=18)
    return rows.filter(**{f"{path}__number": number})
