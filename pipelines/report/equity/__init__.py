"""The page on who is worse off."""
