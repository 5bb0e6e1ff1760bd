"""What is taken away: pictures, contact sheets and films of what the window shows."""
