"""The record for programs, under /api/v1/: one query string, one shape, one kind of error."""
