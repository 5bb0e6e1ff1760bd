"""What is taken home of a lesson: its words, equations and pictures, as HTML or PDF."""
