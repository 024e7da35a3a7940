"""The weekly letter: what it says, how it looks, how it gets there."""
