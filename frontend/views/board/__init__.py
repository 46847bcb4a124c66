"""The pages of the plan as a whole: its board, how it was made, what it is linked to."""
