"""What every page is made of: tables, wording, captions, findings."""
