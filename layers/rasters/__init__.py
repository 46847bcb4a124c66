"""Rasters: what the ground is like, cell by cell.

A coverage is a kind of its own beside a layer of features: ``coverage`` says how maps see it,
``listing`` who may, ``storage`` where its file is, ``opening`` and ``grids`` read it, ``points``,
``profiles`` and ``zones`` answer what it says of a place, ``clips`` writes a part of it, and
``registering`` brings one in. No code but this room's (and the sandbox's) imports rasterio.
"""
