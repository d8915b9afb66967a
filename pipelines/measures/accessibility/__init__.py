"""What centers offer, shared out among the people who can drive to them."""
