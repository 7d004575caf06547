"""The command line: the acts of the counter without a window (contract, section 9). No command opens the window."""

from counter_app.cli.command_line import main

__all__ = ["main"]
