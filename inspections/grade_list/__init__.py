"""A pasted list of grades, read for a person to confirm."""

from .lines import MAX_LINE_LENGTH
from .reader import read_grade_list
from .results import AreaWords, Reading, Result, TooMuch, Unread, Vocabulary
