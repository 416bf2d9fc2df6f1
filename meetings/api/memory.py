"""A cache in the memory of one process, of values that nobody changes: they are kept as they are, and not as copies."""

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache


class Memory(LocMemCache):
    """Knows reading and writing of one value, and forgets the one unused longest; of no entries it keeps none."""

    def get(self, key, default=None, version=None):
        key = self.make_and_validate_key(key, version=version)
        with self._lock:
            if self._has_expired(key):
                self._delete(key)
                return default
            self._cache.move_to_end(key, last=False)
            return self._cache[key]

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        if self._max_entries:
            key = self.make_and_validate_key(key, version=version)
            with self._lock:
                self._set(key, value, timeout)
