"""What files say of teams and extensions, and what that would change."""
