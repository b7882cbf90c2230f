"""Pages of people who grade, and of students who ask them to look again."""
