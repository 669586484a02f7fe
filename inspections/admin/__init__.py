"""The newsroom's forms for inspections and their reference data."""

from . import inspection, reference
