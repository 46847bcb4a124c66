"""Forums, sessions, agreements and consultations: the door by which they change, and their CSV."""
