"""Loops over the elements of an array, in every direction and notation.

Each is given the array, how many elements (the text of a number), what to do with one, and the type of the elements.
"""

from ..tree import declared, fixed, loop, surely_if


def up(g, row, count, body_of, kind):
    at = g.name("i")
    number = g.pick("int", "int", "size_t", "unsigned")
    end = f"({number}){count}" if number != "int" and not count.isdigit() else count
    return [loop(f"for ({number} {at} = 0; «R_, »{at} {g.pick('<', '<', '!=')} {end}; {g.pick('++' + at, at + '++')})", body_of(f"{row}[{at}]"))]


def down(g, row, count, body_of, kind):
    at = g.name("i")
    return [loop(f"for (int {at} = {count} - 1; «R_, »{at} >= 0; {at}--)", body_of(f"{row}[{at}]"))]


def down_unsigned(g, row, count, body_of, kind):
    """The test takes one off."""
    at = g.name("i")
    return [loop(f"for (size_t {at} = {count}; «R_, »{at}-- > 0;)", body_of(f"{row}[{at}]"))]


def down_wrapping(g, row, count, body_of, kind):
    """Below zero lies a number that is too large."""
    at = g.name("i")
    return [loop(f"for (size_t {at} = (size_t){count} - 1; «R_, »{at} < (size_t){count}; {at}--)", body_of(f"{row}[{at}]"))]


def counting_down(g, row, count, body_of, kind):
    left = g.name("left")
    return [declared(f"int {left} = {count};"), loop(f"while («R_, »{left} > 0)", [fixed(f"{left}--;")] + body_of(f"{row}[{left}]"))]


def by_pointer(g, row, count, body_of, kind):
    at = g.name("at")
    return [loop(f"for ({kind} *{at} = {row}; «R_, »{at} {g.pick('<', '!=')} {row} + {count}; {at}++)", body_of(f"(*{at})"))]


def to_end_pointer(g, row, count, body_of, kind):
    at, end = g.name("at"), g.name("end")
    return [declared(f"{kind} *{at} = {row}, *{end} = {row} + {count};"), loop(f"while («R_, »{at} {g.pick('<', '!=')} {end})", [
        declared(f"{kind} *this_{at} = {at}++;")] + body_of(f"(*this_{at})"))]


def down_by_pointer(g, row, count, body_of, kind):
    at = g.name("at")
    return [declared(f"{kind} *{at} = {row} + {count};"), loop(f"while («R_, »{at} != {row})", [fixed(f"--{at};")] + body_of(f"(*{at})"))]


def do_while(g, row, count, body_of, kind):
    """At least once, so there is one at least."""
    at = g.name("i")
    return [declared(f"int {at} = 0;"), surely_if(f"{count} > 0", [
        loop("do", [declared(f"int this_{at} = {at}++;")] + body_of(f"{row}[this_{at}]"), f"}} while («R_, »{at} < {count});")])]


WALKS = (up, up, up, down, down_unsigned, down_wrapping, counting_down, by_pointer, to_end_pointer, down_by_pointer, do_while)


def walk(g, row, count, body_of, kind="vt_int"):
    """A loop over row[0] to row[count - 1]; `body_of` a place: nodes."""
    return g.random.choice(WALKS)(g, row, str(count), body_of, kind)
