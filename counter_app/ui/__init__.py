"""The window. Qt and only Qt: it shows and reports, it judges nothing."""
