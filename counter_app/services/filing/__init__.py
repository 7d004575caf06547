"""Opening, keeping and finding cases; files that bring one in; where its paper is."""
