"""Public money of extraction by the domain API."""
