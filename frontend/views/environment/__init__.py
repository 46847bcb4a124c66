"""The pages below ``/ambiente/``: what is measured, what it says, and who publishes it."""
