"""What people found: rubrics as they hold now, assessments, comments on the work."""
