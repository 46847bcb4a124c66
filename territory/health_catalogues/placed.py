"""Where the facilities are of which it is known what catalogue they use."""

from __future__ import annotations

from django.db import transaction

from territory.boundaries import refresh_located
from territory.models import CatalogueAdoption
from territory.others import refill


@transaction.atomic
def place_adoptions() -> None:
    """Give each row what the register of facilities says of its facility.

    Call it after either changed, in the same transaction.
    """
    if refill(CatalogueAdoption):
        refresh_located([CatalogueAdoption])
