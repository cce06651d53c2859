"""What the generator knows at a place of the program: which tasks and numbers there are, and where one may jump to."""


class Task:
    """What the generator knows of a task variable: how it is written and who may consume it."""

    def __init__(self, place, style, flag=None, cond=None):
        self.place, self.style, self.flag, self.cond = place, style, flag, cond
        self.job = None # how to pass the struct job it is in


class Scope:
    def __init__(self, parent=None, loop=False, switch=False):
        self.tasks = list(parent.tasks) if parent else []
        self.ints = list(parent.ints) if parent else []
        self.frozen = set(parent.frozen) if parent else set()
        self.in_loop = loop or bool(parent and parent.in_loop and not switch)
        self.can_continue = loop or bool(parent and parent.can_continue)
        self.depth = parent.depth + 1 if parent else 0
        self.finals = [] # lines for the end of the block: nothing may come behind them


class Int:
    """kind: number (compared with 0..2), truth (tested as it is), status (0 or negative)."""

    def __init__(self, name, kind, writable=True):
        self.name, self.kind, self.writable = name, kind, writable
