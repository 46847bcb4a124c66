"""Forums, sessions, agreements and consultations: who sees which, and what follows from them."""
