"""What a query finds, as files to take away: read in one state of the record, and never held in memory as a whole."""
