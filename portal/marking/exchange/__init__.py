"""What files say of papers, and what that would change."""
