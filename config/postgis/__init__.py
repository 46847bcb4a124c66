"""Django's PostGIS backend, which asks the kernel first whether the database is still there."""
