"""What is being looked at, as one frozen value, and its store. Needs neither Qt nor torch."""
