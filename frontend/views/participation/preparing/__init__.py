"""Where an agency prepares its forums, sessions, agreements and consultations."""
