"""The record: what is known of ASEAN meetings, its rules and its history. Knows nothing of the site."""
