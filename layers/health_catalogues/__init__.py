"""Catalogues of health: a facility's own codes, by file, held against a published version."""
