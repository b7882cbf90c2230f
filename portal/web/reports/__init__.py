"""What people take away of a report: as JSON, as a bundle, as a command."""
