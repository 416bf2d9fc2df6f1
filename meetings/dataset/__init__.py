"""The dataset: YAML files in, record out, and back to the same bytes; a load happens whole or not at all."""

from meetings.dataset.dump import dump
from meetings.dataset.files import DatasetError, Problem
from meetings.dataset.load import Conflicts, Report, load

__all__ = ["Conflicts", "DatasetError", "Problem", "Report", "dump", "load"]
