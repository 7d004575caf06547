"""The office's own folder of forms and resources: read whole, exchanged whole."""
