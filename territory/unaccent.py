"""Accent- and case-insensitive comparison of names, by an expression that can be indexed."""

from __future__ import annotations

from django.db.models import CharField, Func


class Unaccented(Func):
    """``f_unaccent(name)``: lower case, without accents.

    PostgreSQL's own ``unaccent`` is only STABLE, since its dictionary could change, so no index
    takes it; ``f_unaccent`` (made by a migration) names the dictionary and is IMMUTABLE.
    """

    function = "f_unaccent"
    arity = 1
    output_field = CharField()
