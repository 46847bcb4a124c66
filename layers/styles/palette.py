"""One palette for the whole map. No red in choropleths: red is kept for warnings."""

from __future__ import annotations

INK = "#1f2933"
MUTED = "#52606d"
PAPER = "#ffffff"
LAND = "#e6dcc3"

BOUNDARY = "#6b5b73"
BOUNDARY_STRONG = "#463a4d"

# Five steps of one hue, light to dark (ColorBrewer GnBu, colour-blind safe).
# Its dark end still lets boundaries and labels be seen.
SEQUENTIAL = ("#f0f9e8", "#bae4bc", "#7bccc4", "#43a2ca", "#0868ac")
NO_DATA = "#e4e7eb"

# Planners' zones; like no theme of the plan.
ZONE = "#9c27b0"
ZONE_INK = "#5c1669"

# What affects a region; like no theme of the plan, and no warning either.
AFFECTED = "#8a4b08"

# One colour a theme of the plan; contrast with white at least 3:1 (WCAG 1.4.11).
THEME = {
    "open_government": "#5b4b8a",
    "environment": "#2f7d4f",
    "education": "#b35c00",
    "transport": "#1c6ea4",
    "health": "#a03d6f",
    "sanitation": "#00798c",
    "security": "#6b4f3a",
}
