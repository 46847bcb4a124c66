"""The servers that the site is measured beside, each at its best known settings."""
