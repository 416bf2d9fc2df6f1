"""What programs follow by polling: calendars of meetings, and Atom feeds of changes."""
