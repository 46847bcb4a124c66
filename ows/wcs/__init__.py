"""Web Coverage Service: 2.0.1 for GDAL and OWSLib, 1.1.1 and 1.0.0 for QGIS's own provider."""
