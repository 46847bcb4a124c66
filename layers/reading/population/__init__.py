"""Files that say how many people live where: grids and census blocks."""
