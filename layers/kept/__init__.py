"""Answers that were made once and are kept: in memory, on disk or in Redis.

Whatever is kept has a key that names all that it was made of: the stamp of its layers' data, its
audience, its style, its form and the code. Nothing is ever outdated under its key; it is only no
longer asked for, and gives way in time (docs/decisions/kept-tiles.md).
"""
