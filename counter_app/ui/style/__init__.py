"""Theme, grid, fonts and input methods."""
