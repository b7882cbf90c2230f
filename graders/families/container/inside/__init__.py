"""Mounted into containers as `container`: reads, replays and judges descriptions."""
