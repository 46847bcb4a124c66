"""Scripts that QGIS's own Python runs (Debian's python3-qgis), one for each service.

Each takes the server's address and prints one JSON document; ``tests/clients/test_qgis.py``
judges it.
"""
