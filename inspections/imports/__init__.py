"""Loading a round of inspections from a file of grades, as statistics offices publish them."""

from .importing import Change, Effect, Importer, Outcome
from .mapping import BadMapping, Mapping, read_mapping
from .records import Fault, Record, read_records
from .refusals import BadTable
from .tables import Limits, Row, about_how_many_rows, read_table
