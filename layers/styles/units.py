"""How departments, provinces, districts and their capitals are drawn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from layers.styles import palette
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style

# Scale denominators at which one level of units gives way to the next; beyond the first the
# country is too small for names.
_DEPARTMENT_NAMES_FROM = 30_000_000
_PROVINCES_FROM = 6_000_000
_DISTRICTS_FROM = 2_500_000

_POPULATION_CLASSES = (
    (None, 1_000, "menos de 1 000 hab."),
    (1_000, 5_000, "1 000 a 4 999 hab."),
    (5_000, 20_000, "5 000 a 19 999 hab."),
    (20_000, 100_000, "20 000 a 99 999 hab."),
    (100_000, None, "100 000 hab. o más"),
)


def _between(low: int | None, high: int | None) -> dict[str, Any]:
    """A CQL2 tree: ``low <= population < high``."""
    value = {"property": "population"}
    tests: list[dict[str, Any]] = []
    if low is not None:
        tests.append({"op": ">=", "args": [value, low]})
    if high is not None:
        tests.append({"op": "<", "args": [value, high]})
    return tests[0] if len(tests) == 1 else {"op": "and", "args": tests}


# Dashed wherever the boundary is not an official one.
_APPROXIMATE: dict[str, Any] = {
    "op": "=",
    "args": [{"property": "boundary_source"}, "approximate"],
}

DEPARTMENT_STYLE = Style(
    "default",
    "Departamentos",
    (
        Rule(
            "department",
            "Departamento",
            fill=Fill(palette.LAND, 0.35),
            stroke=Stroke(palette.BOUNDARY_STRONG, 1.4),
            label=Label(
                "name",
                size_px=13,
                color=palette.BOUNDARY_STRONG,
                bold=True,
                priority="population",
                max_scale=_DEPARTMENT_NAMES_FROM,
            ),
        ),
    ),
)


def _province_rules() -> tuple[Rule, ...]:
    label = Label(
        "name",
        size_px=11,
        color=palette.BOUNDARY,
        priority="population",
        max_scale=_PROVINCES_FROM,
    )
    fill = Fill(palette.LAND, 0.25)
    return (
        Rule(
            "approximate",
            "Provincia (límite aproximado)",
            filter=_APPROXIMATE,
            fill=fill,
            stroke=Stroke(palette.BOUNDARY, 1.0, dash=(4, 6)),
            label=label,
        ),
        Rule(
            "official",
            "Provincia",
            fill=fill,
            stroke=Stroke(palette.BOUNDARY, 1.0),
            label=label,
        ),
    )


def _district_rules() -> tuple[Rule, ...]:
    label = Label(
        "name",
        size_px=10,
        color=palette.BOUNDARY_STRONG,
        priority="population",
        max_scale=_DISTRICTS_FROM,
    )
    approximate = Stroke(palette.BOUNDARY, 0.6, opacity=0.7, dash=(2, 4))
    official = replace(approximate, dash=())
    classes = [
        (f"population_{index}", title, _between(low, high), color)
        for index, ((low, high, title), color) in enumerate(
            zip(_POPULATION_CLASSES, palette.SEQUENTIAL, strict=True), start=1
        )
    ]

    def rule(
        name: str, title: str, tests: list[dict[str, Any]], color: str, stroke: Stroke
    ) -> Rule:
        tree = {"op": "and", "args": tests} if len(tests) > 1 else next(iter(tests), None)
        return Rule(name, title, tree, fill=Fill(color, 0.8), stroke=stroke, label=label)

    no_data, title = "no_data", "sin dato de población"
    return (
        *(rule(n, t, [_APPROXIMATE, has], c, approximate) for n, t, has, c in classes),
        rule(no_data, title, [_APPROXIMATE], palette.NO_DATA, approximate),
        *(rule(f"{n}_official", t, [has], c, official) for n, t, has, c in classes),
        rule(f"{no_data}_official", title, [], palette.NO_DATA, official),
    )


def _capital_rules() -> tuple[Rule, ...]:
    def rule(
        name: str, title: str, size: float, tree: dict[str, Any] | None, scales: tuple[float, float]
    ) -> Rule:
        drawn_from, named_from = scales
        return Rule(
            name,
            title,
            filter=tree,
            marker=Marker(Fill(palette.INK), Stroke(palette.PAPER, 1.0), size_px=size),
            label=Label("capital", size_px=10, offset_y_px=9, max_scale=named_from),
            max_scale=drawn_from,
        )

    def has(field: str) -> dict[str, Any]:
        return {"op": "=", "args": [{"property": field}, True]}

    return (
        rule("department", "Capital de departamento", 9, has("is_department_capital"), (6e7, 2e7)),
        rule("province", "Capital de provincia", 6.5, has("is_province_capital"), (1.2e7, 3e6)),
        rule("district", "Capital de distrito", 4, None, (5e6, 8e5)),
    )


PROVINCE_STYLE = Style("default", "Provincias", _province_rules())
DISTRICT_STYLE = Style("default", "Distritos por población", _district_rules())
CAPITAL_STYLE = Style("default", "Capitales", _capital_rules())
