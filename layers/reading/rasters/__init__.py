"""Strangers' rasters: what a GeoTIFF is before GDAL opens it, and a clean one made of it."""
