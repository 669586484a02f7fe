"""The API's description for programs, as an OpenAPI 3.1 document made from the tables' own columns."""

from .document import document, operations

__all__ = ["document", "operations"]
