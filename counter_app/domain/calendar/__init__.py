"""Working days, periods of law and the days that are left."""
