"""Brings whole courses in: from folders, from zips, from another term."""
