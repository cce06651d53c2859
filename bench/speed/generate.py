#!/usr/bin/env python3
"""Writes a C project of a given size that looks like one that people wrote.

    generate.py FOLDER --units N [--share PERCENT] [--seed N]

Ten units make a module, with a header that includes those of other modules (a graph some thirty headers deep), a few base headers
with inline functions, and the C library's. A unit is 250 to 500 lines: structs, tables, loops, switches, error paths. PERCENT of the
units use value tasks: functions that know the answer at once or ask another module, chains of calls through five units
and more, tasks handed to helpers. One unit in a hundred of these holds a mistake; expected.json says how many there are.
"""

import argparse
import json
import os
import random

UNITS_A_MODULE, MODULES_A_LAYER = 10, 100
SYSTEM = ["errno.h", "limits.h", "pthread.h", "signal.h", "stdarg.h", "stdbool.h", "stddef.h", "stdint.h", "stdio.h", "stdlib.h", "string.h", "sys/stat.h", "sys/types.h",
          "time.h", "unistd.h"]


class Writer:
    def __init__(self, root, units, share, seed):
        self.root, self.units, self.share = root, units, share
        self.rng = random.Random(seed)
        self.modules = (units + UNITS_A_MODULE - 1) // UNITS_A_MODULE
        # The units that use tasks come in modules as people work: whole modules first, then a part of one.
        self.with_tasks = round(units * share / 100)
        self.defects = 0

    def put(self, name, text):
        path = os.path.join(self.root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)

    # --- headers ---

    def base(self):
        for n, stem in enumerate(("list", "text", "table", "buffer", "log")):
            fields = "".join(f"    {kind} field_{i};\n" for i, kind in enumerate(("int", "size_t", "const char *", "uint64_t", "void *", "bool") * 2))
            functions = "".join(
                f"static inline int {stem}_step_{i}(struct {stem} *it, int by)\n{{\n    for (int i = 0; i < by; i++) {{\n        if (it->field_1 > (size_t)i * {i + 2}u)\n"
                f"            it->field_0 += i ^ {i};\n        else if (it->field_5)\n            return -EINVAL;\n    }}\n    return it->field_0;\n}}\n\n" for i in range(12))
            prototypes = "".join(f"int {stem}_call_{i}(struct {stem} *it, const char *name, size_t length, unsigned flags);\n" for i in range(40))
            includes = "".join(f"#include <{name}>\n" for name in SYSTEM[n * 3:n * 3 + 3] + ["errno.h", "stdbool.h", "stddef.h", "stdint.h"])
            self.put(f"base/{stem}.h", f"#ifndef BASE_{stem.upper()}_H\n#define BASE_{stem.upper()}_H\n{includes}\nstruct {stem} {{\n{fields}}};\n\n{functions}{prototypes}\n#endif\n")

    def header(self, m):
        # A hundred modules build on each other, so that what one includes does not grow with the project.
        low = max(m - m % MODULES_A_LAYER, m - 12)
        needed = sorted(self.rng.sample(range(low, m), min(m - low, 3)))
        includes = "".join(f'#include "m{k}/m{k}.h"\n' for k in needed)
        includes += '#include "base/list.h"\n#include "base/text.h"\n#include "base/table.h"\n'
        fields = "".join(f"    struct {self.rng.choice(('list', 'text', 'table'))} part_{i};\n" for i in range(6))
        macros = "".join(f"#define M{m}_FLAG_{i} (1u << {i})\n" for i in range(20))
        prototypes = "".join(f"int m{m}_u{u}_f{i}(struct m{m}_state *state, const char *text, int n);\n" for u in range(UNITS_A_MODULE) for i in range(6))
        self.put(f"m{m}/m{m}.h", f"#ifndef M{m}_H\n#define M{m}_H\n{includes}\n{macros}\nenum m{m}_kind {{ {', '.join(f'M{m}_KIND_{i}' for i in range(12))} }};\n\n"
                 f"struct m{m}_state {{\n    enum m{m}_kind kind;\n    unsigned flags;\n    int counts[16];\n{fields}}};\n\n{prototypes}\n#endif\n")
        uses = self.uses_tasks(m * UNITS_A_MODULE)
        if uses:
            tasks = "".join(f"vt_int m{m}_u{u}_fetch(struct m{m}_state *state, int key);\n" for u in range(UNITS_A_MODULE))
            self.put(f"m{m}/m{m}_async.h", f'#ifndef M{m}_ASYNC_H\n#define M{m}_ASYNC_H\n#include "base/async.h"\n#include "m{m}/m{m}.h"\n\n{tasks}\n#endif\n')

    # --- units ---

    def uses_tasks(self, unit):
        return unit < self.with_tasks

    def function(self, m, u, i):
        rng, lines = self.rng, []
        lines += [f"int m{m}_u{u}_f{i}(struct m{m}_state *state, const char *text, int n)", "{", "    int sum = 0;", f"    for (int i = 0; i < n && i < {rng.randrange(4, 16)}; i++) {{"]
        for k in range(rng.randrange(2, 5)):
            lines += [f"        if (text[i] == '{chr(97 + k)}' && (state->flags & M{m}_FLAG_{rng.randrange(20)}))", f"            sum += state->counts[i] * {rng.randrange(2, 99)};"]
        lines += ["    }", "    switch (state->kind) {"]
        for k in sorted(rng.sample(range(12), 5)):
            lines += [f"    case M{m}_KIND_{k}:", f"        sum ^= list_step_{rng.randrange(12)}(&helper_list_{i % 2}, sum & 15);", f"        if (sum < {k})",
                      f"            state->counts[{k}] += (int)strlen(text) + {k};", "        break;"]
        lines += ["    default:", "        break;", "    }"]
        if i > 0:
            lines += [f"    if (sum > {rng.randrange(1000)})", f"        return m{m}_u{u}_f{rng.randrange(i)}(state, text + 1, n - 1);"]
        lines += ["    while (sum > 1000) {", "        sum /= 3;", f"        state->counts[sum & 15] -= snprintf(NULL, 0, \"%d:%s\", sum, text);", "    }", "    return sum;", "}", ""]
        return lines

    def tasks(self, m, u, unit):
        n, nm, nu = unit + 1, (unit + 1) // UNITS_A_MODULE, (unit + 1) % UNITS_A_MODULE
        has_next = n < self.with_tasks and n % 7 != 0  # chains of six
        lines = [f"static int settle_{u}(vt_int task, int otherwise)", "{", "    int value = otherwise;", "    int rc = vt_int_await(task, &value);", "    return rc < 0 ? otherwise : value;", "}", "",
                 f"vt_int m{m}_u{u}_fetch(struct m{m}_state *state, int key)", "{", "    if (key < 0)", "        return vt_int_from_error(-EINVAL);", "    if (state->counts[key & 15] != 0)",
                 "        return vt_int_from_result(state->counts[key & 15]);"]
        lines += [f"    return m{nm}_u{nu}_fetch(other_state(), key - 1);" if has_next else "    return async_read(key);", "}", "",
                  f"int m{m}_u{u}_total(struct m{m}_state *state, int first, int last)", "{", "    int sum = 0;", "    for (int key = first; key < last; key++) {",
                  f"        vt_int task = m{m}_u{u}_fetch(state, key);", "        if (!vt_int_is_completed(task) && (state->flags & 1u)) {", "            vt_int_forget(task);", "            continue;", "        }",
                  f"        sum += settle_{u}(task, 0);", "    }", "    return sum;", "}", "",
                  f"int m{m}_u{u}_two(struct m{m}_state *state, int key)", "{", "    int value = 0, rc;", f"    vt_int first = m{m}_u{u}_fetch(state, key), second = m{m}_u{u}_fetch(state, key + 1);",
                  "    rc = vt_int_await(first, &value);", "    if (rc < 0) {", "        vt_int_forget(second);", "        return rc;", "    }", "    return vt_int_await(second, &value) < 0 ? -EIO : value;", "}", ""]
        if unit % 100 == 50:
            self.defects += 1
            lines += [f"int m{m}_u{u}_wrong(struct m{m}_state *state, int key)", "{", "    int value = 0;", f"    vt_int task = m{m}_u{u}_fetch(state, key);",
                      f"    if (settle_{u}(task, 0) == 0)", "        return vt_int_await(task, &value);", "    return value;", "}", ""]
        return lines

    def unit(self, unit):
        m, u = divmod(unit, UNITS_A_MODULE)
        # A third of the units have an order of includes of their own.
        includes = ['#include "base/log.h"', f'#include "m{m}/m{m}.h"', "#include <stdio.h>", "#include <stdlib.h>", "#include <string.h>"]
        if self.rng.random() < 0.33:
            includes.insert(0, f"#include <{self.rng.choice(SYSTEM)}>")
        for k in self.rng.sample(range(self.modules), min(self.modules, 2)):
            includes.append(f'#include "m{k}/m{k}.h"')
        nm = (unit + 1) // UNITS_A_MODULE
        if self.uses_tasks(unit):
            includes.append(f'#include "m{m}/m{m}_async.h"')
            if self.uses_tasks(unit + 1):
                includes.append(f'#include "m{nm}/m{nm}_async.h"')
        lines = ["/* A generated unit. */", *includes, "", "static struct list helper_list_0, helper_list_1;", ""]
        for i in range(self.rng.randrange(8, 14)):
            lines += self.function(m, u, i)
        if self.uses_tasks(unit):
            state = f"m{nm}_state" if unit + 1 < self.with_tasks and (unit + 1) % 7 != 0 else f"m{m}_state"
            lines += [f"static struct {state} *other_state(void)", "{", f"    static struct {state} state;", "    return &state;", "}", ""] if state.startswith(f"m{nm}_") and (unit + 1) % 7 != 0 and unit + 1 < self.with_tasks else []
            lines += self.tasks(m, u, unit)
        self.put(f"m{m}/u{u}.c", "\n".join(lines))

    def run(self, include):
        self.base()
        self.put("base/async.h", '#ifndef BASE_ASYNC_H\n#define BASE_ASYNC_H\n#include <valuetask/valuetask.h>\n\nVT_DEFINE(int, int);\nvt_int async_read(int key);\n\n#endif\n')
        for m in range(self.modules):
            self.header(m)
        database = []
        for unit in range(self.units):
            self.unit(unit)
            m, u = divmod(unit, UNITS_A_MODULE)
            database.append({"directory": self.root, "file": f"m{m}/u{u}.c", "arguments": ["cc", "-std=c11", "-D_GNU_SOURCE", "-O2", "-Wall", "-I.", f"-I{include}", "-c", f"m{m}/u{u}.c",
                                                                                           "-o", f"m{m}/u{u}.o"]})
        self.put("compile_commands.json", json.dumps(database, indent=0))
        self.put("expected.json", json.dumps({"findings": self.defects, "units": self.units, "with_tasks": self.with_tasks}))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--units", type=int, required=True)
    parser.add_argument("--share", type=float, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--include", default=os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "include"))
    arguments = parser.parse_args()
    os.makedirs(arguments.folder, exist_ok=True)
    Writer(os.path.abspath(arguments.folder), arguments.units, arguments.share, arguments.seed).run(arguments.include)


if __name__ == "__main__":
    main()
