"""One term's offering: sessions, sections, enrollments."""
