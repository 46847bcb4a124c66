"""The repository of studies on sanitation, below ``/api/v1/studies/``."""
