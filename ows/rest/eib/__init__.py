"""Intercultural bilingual education in the domain API."""
