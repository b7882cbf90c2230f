"""Pages of a course's staff; to everybody else they are not there."""
