"""What files say of registers, places and ratings, and what that would change."""
