"""Random C programs over value tasks, the same for the same seed and number. docs/differential.md says what is made and what is left out."""

from .program import AVOIDABLE, SHAPE_NAMES, generate
from .tree import PRELUDE, Group, Line, Program, lines_of, plain, recording

__all__ = ["AVOIDABLE", "Group", "Line", "PRELUDE", "Program", "SHAPE_NAMES", "generate", "lines_of", "plain", "recording"]
