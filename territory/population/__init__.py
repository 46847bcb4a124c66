"""Where people live, by the population that an operator loaded, and how many of them."""

from territory.population.near_stops import REACH_M, near_feed, near_units, refresh_near_stops
from territory.population.units import loaded_population, refresh_unit_population

__all__ = [
    "REACH_M",
    "loaded_population",
    "near_feed",
    "near_units",
    "refresh_near_stops",
    "refresh_unit_population",
]
