"""Settings of the office and the workstation, and the yearly working days."""
