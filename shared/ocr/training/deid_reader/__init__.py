"""Training of the text reader for burnt-in text in medical images."""
