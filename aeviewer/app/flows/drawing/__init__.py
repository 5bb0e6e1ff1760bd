"""What is drawn, on its way to the model."""
