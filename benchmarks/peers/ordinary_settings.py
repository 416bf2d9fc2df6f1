"""The site's own settings, with the addresses of the ordinary peer in front."""

from timeline.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.peers.ordinary"
