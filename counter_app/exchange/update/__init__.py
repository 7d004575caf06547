"""The folder of an update on a stick, and for which packages this computer is one."""
