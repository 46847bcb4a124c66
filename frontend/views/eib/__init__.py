"""Pages of commitment 5: the map of languages, each language, its services, and coverage."""
