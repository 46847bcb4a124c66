"""What facilities say of their emergency beds at an instant: checked, kept, corrected."""
