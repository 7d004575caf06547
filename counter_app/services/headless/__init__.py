"""The acts of a visit without a window, and the sample office."""
