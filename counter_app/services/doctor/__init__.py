"""An installation looked through, and packed for whoever helps."""
