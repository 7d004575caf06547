"""What can be read off a scan: which kind of file it is, how many pages it has, what they look like."""
