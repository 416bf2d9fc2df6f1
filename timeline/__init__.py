"""The site: how the record is shown. Knows meetings, and is known by nobody."""
