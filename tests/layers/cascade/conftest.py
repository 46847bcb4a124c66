from tests.layers.harvest.conftest import place

__all__ = ["place"]
