"""Public transport in the domain API."""
