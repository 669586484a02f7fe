"""Inspections as data: tables, JSON beside pages, feeds, cards for other sites, and what describes them."""
