"""How the population that an operator brings gets in."""
