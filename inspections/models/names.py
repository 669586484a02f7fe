"""Names as people write them."""

import unicodedata


def normalise(text: str) -> str:
    """The form in which two spellings of one name are the same: case, ampersands, punctuation and spaces set aside."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    return " ".join("".join(character if character.isalnum() else " " for character in folded).split())
