"""What every page stands on: background tasks, the station, shortcuts, the barcode scanner, error reports."""
