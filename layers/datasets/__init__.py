"""Layers that agencies make of any spatial file, each with a table of its own.

What is written in code of a theme is kept in the database here (``layers.models.Dataset``): so
nothing of this package knows a theme, and no theme knows it. ``layers.registry`` is where both
meet, and every protocol asks there.
"""
