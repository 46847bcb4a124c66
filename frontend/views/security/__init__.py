"""The pages of the observatory of citizen security."""
