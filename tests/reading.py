"""What somebody reads of an answer."""

from django.http import HttpResponse


def text_of(response: HttpResponse) -> str:
    """The answer's source with each run of white space as one space."""
    return " ".join(response.content.decode().split())
