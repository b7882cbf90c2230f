"""What happens in class: who was there, who presents, how a team went."""
