"""People, sign-in and personal access tokens."""
