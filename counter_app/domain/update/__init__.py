"""A newer version of the program that comes on a stick: what it holds, and whether it can be taken up here."""
