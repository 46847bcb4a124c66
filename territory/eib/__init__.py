"""Intercultural bilingual education: the register of EIB joined to the register of schools."""
