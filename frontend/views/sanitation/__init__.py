"""The pages of the investments in sanitation."""
