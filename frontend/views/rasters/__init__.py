"""Pages of rasters."""
