"""The API of the investments in sanitation, below ``/api/v1/sanitation/``."""
