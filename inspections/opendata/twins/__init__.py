"""Inspections and bodies as JSON: what their pages say, for programs, with the ids of the tables."""

from .body import body_twin
from .inspection import inspection_twin
from .summary import SAID_ABOVE

__all__ = ["SAID_ABOVE", "body_twin", "inspection_twin"]
