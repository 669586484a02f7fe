"""Who was inspected against what, and what was decided."""

from .area_links import AreaLink
from .changes import GradeChange, changes_between
from .evidence import InspectionDocument, Statistic
from .findings import Finding, FindingStatus, Practice
from .frameworks import Area, AreaAlias, Framework, Grade, GradeScale, Programme
from .inspection import Inspection
from .inspection_blocks import (
    InspectionBlock,
    InspectionDownload,
    InspectionImage,
    InspectionKeyFigure,
    InspectionQuote,
    InspectionText,
)
from .judgments import Judgment
from .names import normalise
from .organisations import Organisation, OrganisationAlias, OrganisationName
from .overview_entries import OverviewEntry
from .periods import DatePrecision
from .tally import Tally
