"""What a text says about grades, held against the inspections it cites."""

from .holding import Contradiction, hold_against
from .issues import GRADES, prose_issues
from .reports import Report, reports_of
