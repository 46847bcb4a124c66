"""The commitments held against SDG targets, OGP's values and the Plan Bicentenario's axes."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from territory.addresses import on_site
from territory.alignment import CrossTable, Framework, cross_table


@dataclass(frozen=True)
class TableSection:
    table: CrossTable
    csv: str
    json: str


def alignment(request: HttpRequest) -> HttpResponse:
    sections = []
    for framework in Framework:
        address = on_site(f"/api/v1/plan/alignment/{framework}/")
        sections.append(TableSection(cross_table(framework), f"{address}?f=csv", address))
    return render(request, "frontend/board/alignment.html", {"sections": sections})
