"""Names as people write them."""

import unicodedata


def normalise(text: str) -> str:
    """The form in which two spellings of one name are the same: case, accents, ampersands, punctuation and spaces are
    set aside. What is stored in this form is written anew by a migration when it changes.
    """
    folded = unicodedata.normalize("NFKD", text).casefold().replace("&", " and ")
    plain = (character for character in folded if not unicodedata.combining(character))
    return " ".join("".join(character if character.isalnum() else " " for character in plain).split())
