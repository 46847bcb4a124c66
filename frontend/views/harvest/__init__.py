"""Services that are harvested: which there are, what each gave, what a person has to decide."""
