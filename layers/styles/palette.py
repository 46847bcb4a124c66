"""One palette for the whole map. No red in choropleths: red is kept for warnings."""

from __future__ import annotations

INK = "#1f2933"
MUTED = "#52606d"
PAPER = "#ffffff"
LAND = "#f4f1ea"

BOUNDARY = "#6b5b73"
BOUNDARY_STRONG = "#463a4d"

# Five steps of one hue, light to dark (ColorBrewer YlGnBu, colour-blind safe).
SEQUENTIAL = ("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494")
NO_DATA = "#e4e7eb"

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
