"""Pages of commitment 11's own function: catalogues of health, who uses them, practices."""
