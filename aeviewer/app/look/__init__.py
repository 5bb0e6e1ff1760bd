"""How the program looks: colours, type, sizes."""
