"""What an installation lies on: files, modes, room, the database as a file."""
