"""From the start of the process to a window that is whole: in the order of what is slow."""
