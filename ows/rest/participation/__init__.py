"""How people take part: contributions, and the forums, agreements and consultations."""
