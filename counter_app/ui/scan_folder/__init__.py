"""The folder of a document camera."""
