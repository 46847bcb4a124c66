"""Peru's 48 official languages: their spellings, and what a text in a file means among them.

The table is data beside the code (``languages.csv``, ``aliases.csv``, ``not_matched.csv``, with
their ``sources.csv``), so that a file is read without a database. What is extinct, what may be
several languages and what is no indigenous language is known by name, and never matched.
"""

from territory.languages.matching import Match, UnknownLanguage, match_language
from territory.languages.table import Alias, OfficialLanguage, aliases, families, languages

__all__ = [
    "Alias",
    "Match",
    "OfficialLanguage",
    "UnknownLanguage",
    "aliases",
    "families",
    "languages",
    "match_language",
]
