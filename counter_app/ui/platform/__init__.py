"""The platform assistant (F11)."""
