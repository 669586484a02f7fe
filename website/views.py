"""Pages around the content."""
