"""Results that are kept, and what each was made from: a later run takes them where nothing of that changed."""
