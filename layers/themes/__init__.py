"""The themes: what is published of the commitments, one room each.

A theme is in everything that the site has (registry, figures, sources, administration, pages,
tests) by being in ``THEMES``; ``tests/layers/themes/contract`` holds what that asks of it.
"""

from layers.themes import (
    accreditation_activity,
    catalogue_adoption,
    crime_counts,
    eib_schools,
    emergency_beds,
    environmental_commissions,
    environmental_emergencies,
    environmental_monitoring_points,
    extortion_counts,
    extractive_sites,
    focalised_ugel,
    health_facilities,
    higher_institutes,
    police_stations,
    resource_transfers,
    rural_residences,
    rural_schools,
    rural_water_systems,
    sanitation_projects,
    supervised_units,
    trafficking_counts,
    transit,
    transport_surveys,
    ugel_areas,
    ugel_trainings,
    urban_transport_plans,
    victim_service_counts,
    water_supply_counts,
)
from layers.themes.theme import Theme
from territory.models.placed import PlacedRecord

# In the order in which a catalogue lists them, and their sources are loaded.
THEMES: tuple[Theme, ...] = (
    environmental_commissions.THEME,
    environmental_monitoring_points.THEME,
    environmental_emergencies.THEME,
    supervised_units.THEME,
    extractive_sites.THEME,
    resource_transfers.THEME,
    health_facilities.THEME,
    # After the register of facilities, which says where each is.
    emergency_beds.THEME,
    catalogue_adoption.THEME,
    accreditation_activity.THEME,
    higher_institutes.THEME,
    rural_schools.THEME,
    # Of the schools, and listed after them.
    rural_residences.THEME,
    # After the register of schools, which says where its services are.
    eib_schools.THEME,
    sanitation_projects.THEME,
    trafficking_counts.THEME,
    victim_service_counts.THEME,
    transit.THEME,
    transport_surveys.THEME,
    ugel_areas.THEME,
    # After the areas, on which they are drawn.
    focalised_ugel.THEME,
    ugel_trainings.THEME,
    urban_transport_plans.THEME,
    water_supply_counts.THEME,
    crime_counts.THEME,
    extortion_counts.THEME,
    police_stations.THEME,
    rural_water_systems.THEME,
)


def placed_records(commitment: int | None = None) -> tuple[type[PlacedRecord], ...]:
    """The models of the themes' rows; only of those that serve the commitment, if given."""
    return tuple(
        model
        for theme in THEMES
        if commitment is None or commitment in theme.commitments
        for model in theme.records
    )
