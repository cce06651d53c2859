"""What everyday C is built of, each a production that is given the generator and a scope, and returns nodes and obligations as
Tasks.new_task does. What stands inside of them is made by the generator's other productions: conditions, uses of a task, whole blocks.

A shape that is `open` shows a disagreement that is known and not mended yet: it is made only if --shapes asks for it.
"""

from dataclasses import dataclass
from typing import Callable

from . import calls, ladders, lists, loops, machines, tasks, told, values, windows


@dataclass(frozen=True)
class Shape:
    name: str
    make: Callable
    weight: float = 1
    open: bool = False


SHAPES = (
    Shape("ladder", ladders.ladder, 2),                   # steps that may fail, and what ends the ones that were done
    Shape("retry", loops.retry, 2),                       # once more until it works
    Shape("kept-retry", loops.kept_retry),                # the same with a task that outlives the turn
    Shape("turns", loops.turns),                          # do/while that breaks and continues
    Shape("batch", loops.batch, 3),                       # some tasks in an array: filled and ended in as many ways
    Shape("at-once", loops.at_once),                      # a loop fills, when_all ends
    Shape("counted", loops.counted, 2),                   # as many as a counter tells
    Shape("grid", loops.grid),                            # two loops, two counters
    Shape("merge", loops.merge),                          # two rows, one loop
    Shape("sentinel", loops.sentinel),                    # pointers up to NULL
    Shape("slots", loops.slots, 2),                       # structs of a task and its flag
    Shape("many-slots", loops.many_slots, open=True),     # six or eight of them
    Shape("list", lists.on_the_stack),                    # singly linked nodes that are variables
    Shape("heap-list", lists.on_the_heap),                # nodes from malloc
    Shape("ring", lists.ring),                            # head and count
    Shape("hole", lists.hole),                            # the last one moves where one was taken out
    Shape("machine", machines.machine, 2),                # a state, a loop, a switch
    Shape("stepper", machines.stepper),                   # the same by a helper, over a struct
    Shape("next", machines.next_function),                # the state is a function
    Shape("plan", machines.plan),                         # a table of constants says what to do
    Shape("answer", values.answer, 2),                    # a struct by value: a task or a number
    Shape("bare-answer", values.bare_answer),             # without an initialiser
    Shape("union", values.union),                         # the same in a tagged union
    Shape("bit-fields", values.bit_fields),
    Shape("literal", values.literal),                     # compound literals
    Shape("copies", values.copies),                       # assigned structs
    Shape("both", values.both),                           # && and || that decide whether a second task is made
    Shape("choice", values.choice),                       # ?: with awaits inside, nested, with commas
    Shape("find", calls.find, open=True),                 # a helper returns a pointer into an array, or NULL
    Shape("take", calls.take),                            # true and an out-parameter, or false
    Shape("start", calls.start),                          # a negative number, or a task behind a pointer
    Shape("by-index", calls.by_index),                    # recursion over an array
    Shape("each", calls.each),                            # a callback with a context for each of some
    Shape("namesakes", calls.namesakes),                  # static functions of one name in two files
    Shape("shared", tasks.shared),                        # as_task, then awaited as often as one likes
    Shape("several", tasks.several),                      # when_all, when_any
    Shape("all-but-first", tasks.all_but_first),          # a part of an array
    Shape("ready-or-later", tasks.ready_or_later),        # on the spot if it is there, else a continuation
    Shape("told-text", told.shape("text")),
    Shape("told-counters", told.shape("counters")),
    Shape("told-atomic", told.shape("atomic")),
    Shape("told-pointer", told.shape("pointer")),
    Shape("told-index", told.shape("index")),
    Shape("told-left", told.shape("left")),
    Shape("told-product", told.shape("product")),
    Shape("read-ahead", told.read_ahead),
    Shape("window", windows.window),
    Shape("first-free", windows.first_free),
    Shape("patience", tasks.patience),                    # await_timeout, and what follows from its answer
)
