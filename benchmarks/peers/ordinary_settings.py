"""The site's own settings, with the addresses of the ordinary peer in front and nothing answered at once."""

from timeline.settings import *  # noqa: F403
from timeline.settings import MIDDLEWARE as WHOLE

ROOT_URLCONF = "benchmarks.peers.ordinary"
MIDDLEWARE = [name for name in WHOLE if not name.startswith("timeline.at_once.")]
