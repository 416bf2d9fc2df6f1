"""Notices of changes: webhooks for programs, letters for people, both made from the revisions by `manage.py work`."""
