"""A fuzz campaign: runs targets for a time each, and says what was found. scripts/fuzz builds and calls it."""
