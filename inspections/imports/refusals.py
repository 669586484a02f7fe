"""What a file is refused for as a whole."""


class BadTable(ValueError):
    """The file cannot be read as the map says: not the format, not the encoding, too much, or columns are missing."""
