"""The API of the observatory of citizen security, below ``/api/v1/security/``."""
