"""Turns the diary's events into notices in the portal and into mail."""
