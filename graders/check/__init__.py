"""Grades folders on this machine, as a portal's runner would."""
