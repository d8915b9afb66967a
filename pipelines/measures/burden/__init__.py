"""What the trips and the site of care come to in a year."""
