"""The demonstration: what it says (data), how that is read and checked, and how it goes through the newsroom."""
