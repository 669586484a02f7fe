"""What every feature's content is built on."""

from .blocks import Block, BlockManager, blocks_of
from .document import Document, LookLater, SiteVersion, SlugClaim
from .edition import Edition
from .edition_queries import EditionQuerySet, IntervalQuerySet, still_readable
from .editors import DraftEditor, has_worked_on, note_editor
from .fields import PlainCharField, PlainTextField, WebAddressField
from .listing import Listing, ListingFacet, ListingQuerySet
from .media import MediaFile, MediaUse, Rendition
from .part import Part
from .passages import Passage, passages_of, sentences
from .states import (
    FOREVER,
    READABLE,
    TAKES_AWAY,
    Availability,
    Conflict,
    Frozen,
    Issue,
    NotAllowed,
    Precision,
    Refused,
    State,
    Stopped,
)
