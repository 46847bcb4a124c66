"""The studies' metadata by OAI-PMH 2.0, at ``/oai``."""
