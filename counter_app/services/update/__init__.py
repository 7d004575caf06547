"""Updates without internet: a signed manifest is checked, the data are copied, a way back is kept."""
