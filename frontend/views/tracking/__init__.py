"""How a commitment is carried out: its page, and the forms of the agencies in charge."""
