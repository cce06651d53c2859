#!/usr/bin/env python3
"""What a function may cost is bounded, and the bound makes nothing up, on programs made to be expensive.

    bounds.py --vtcheck VTCHECK --include FOLDER

Each program is right but for what is marked `// expect: RULE` at the end of a line, which no bound may hide. It has to end (the test's time limit says
so), the function in which a bound was hit has to be named where `is_cut` says that there is one, and none where it says that there is none, and nothing else may be reported. What is counted is work,
not time: a second run has to say the same, word for word.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile

HEAD = """#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
vt_int make(int n);
int cond(void);
"""
CERTAIN = """ vt_int first = make(0);
 vt_int_forget(first);
 vt_int_forget(first); // expect: vt-double-await
"""


def members(count):
    """So many unions with a task in each, and a flag beside each."""
    fields = "".join(f" union {{ vt_int t; int n; }} u{i};" for i in range(count))
    fill = "".join(f" if (cond()) {{ all.u{i}.t = make({i}); all.k[{i}] = 1; }}\n" for i in range(count))
    empty = "".join(f" if (all.k[{i}]) vt_int_forget(all.u{i}.t);\n" for i in range(count))
    return f"struct all {{{fields} int k[{count}]; }};\n", f" struct all all;\n memset(&all, 0, sizeof all);\n{fill}{empty}"


def unions(count):
    types, body = members(count)
    return f"{HEAD}{types}void work(void)\n{{\n{CERTAIN}{body}}}\n"


def helper(count):
    """Nobody finds out what `end` does with the task that it is given."""
    types, body = members(count)
    return (f"{HEAD}{types}static void end(vt_int task)\n{{\n{body} vt_int_forget(task);\n}}\n"
            f"void work(void)\n{{\n{CERTAIN} end(make(1));\n vt_int other = make(2);\n if (cond())\n  end(other);\n else\n  vt_int_forget(other);\n}}\n")


def partition(count):
    return f"""{HEAD}static void swap(vt_int *a, vt_int *b) {{ vt_int x = *a; *a = *b; *b = x; }}
void work(void)
{{
{CERTAIN} vt_int t[{count}];
 int key[{count}], low = 0, high = {count} - 1;
 for (int i = 0; i < {count}; i++) {{ t[i] = make(i); key[i] = cond(); }}
 while (low < high) {{
  while (low < high && key[low] < 5) low++;
  while (low < high && key[high] >= 5) high--;
  if (low < high) {{ swap(&t[low], &t[high]); int k = key[low]; key[low] = key[high]; key[high] = k; }}
 }}
 for (int i = 0; i < {count}; i++) vt_int_forget(t[i]);
}}
"""


def heap(count):
    fill = "".join(f" vt_int *t{k} = malloc(n * sizeof *t{k}); if (t{k} == NULL) abort(); for (size_t i = 0; i < n; i++) t{k}[i] = make(1);\n" for k in range(count))
    empty = "".join(f" for (size_t i = 0; i < n; i++) vt_int_forget(t{k}[i]);\n free(t{k});\n" for k in range(count))
    return f"{HEAD}void work(size_t n)\n{{\n{CERTAIN}{fill}{empty}}}\n"


def sorting(count):
    """What becomes of the tasks is decided by numbers that cost more to follow than there is; but two returns leave one behind in any case."""
    return f"""{HEAD}int work(void)
{{
{CERTAIN} vt_int t = make(1); // expect: vt-unawaited
 int key[{count}], low = 0, high = {count} - 1;
 bool done = false;
 for (int i = 0; i < {count}; i++) key[i] = cond();
 while (low < high) {{
  while (low < high && key[low] < 5) low++;
  while (low < high && key[high] >= 5) high--;
  if (low < high) {{ int k = key[low]; key[low] = key[high]; key[high] = k; }}
  if (key[low] == key[high] && !done) {{ vt_int_forget(t); done = true; }}
  if (key[high] > 100 && !done) return -1;
 }}
 vt_int u = make(2); // expect: vt-unawaited
 for (int i = 1; i < {count}; i++)
  for (int j = i; j > 0 && key[j - 1] > key[j]; j--) {{ int k = key[j]; key[j] = key[j - 1]; key[j - 1] = k; }}
 if (key[0] == key[{count} - 1])
  return -2;
 vt_int_forget(u);
 if (!done)
  vt_int_forget(t);
 return low;
}}
"""


def pointers():
    """Each turn finds another task, in memory that is others'."""
    return f"""{HEAD}struct call {{ vt_int *task; }};
struct table {{ struct call *calls[64]; int count; }};
int work(struct table *table)
{{
{CERTAIN} int status = 0;
 for (int i = 0; i < table->count; i++)
  status |= vt_int_await(*table->calls[i]->task, NULL);
 return status;
}}
"""


def results(count):
    """A dear function that returns nothing but results, for a caller whose tasks go right whatever the function does, and that calls one which opens a task: nobody asks what numbers it comes to."""
    pairs = "".join(f"""static vt_int split{k}(char ***target, const char *c, int *count)
{{
 char **words = NULL, **grown, *word = calloc(1, 1), *next;
 int touched = 0, argc = 0, total = 0, error = 0, status;
 if (target == NULL || word == NULL) return vt_int_from_error(-22);
 while (*c != 0) {{
  next = word;
  if (*c != '%' || c[1] == 0) {{
   if (*c == ' ') {{
    if (touched) {{
     grown = realloc(words, sizeof *words * (argc + 1));
     if (grown == NULL) goto no_memory;
     words = grown;
     words[argc++] = word;
     total += strlen(word);
     word = calloc(1, 1);
     if (word == NULL) goto no_memory;
     touched = 0;
    }}
   }} else {{
    if (vt_int_await(append(&next, c, 1), &status) < 0) goto no_memory;
    word = next;
    touched = 1;
   }}
  }} else {{
   size_t size = 0;
   const char *p = c + 1;
   if (*p == '#') p++;
   if (*p == '0') p++;
   while (*p >= '0' && *p <= '9') {{ size = size * 10 + *p - '0'; p++; }}
   switch (*p) {{
   case 's': if (size > 0 && vt_int_await(append(&next, p, size), &status) < 0) goto no_memory; break;
   case '%': if (vt_int_await(append(&next, "%", 1), &status) < 0) goto no_memory; break;
   case 'h': if (p[1] == 'h') p++; goto wrong;
   default: goto wrong;
   }}
   word = next;
   touched = 1;
   c = p;
  }}
  c++;
 }}
 if (touched) {{
  grown = realloc(words, sizeof *words * (argc + 1));
  if (grown == NULL) goto no_memory;
  words = grown;
  words[argc++] = word;
  total += strlen(word);
 }} else {{
  free(word);
 }}
 word = NULL;
 for (int i = 0; i < argc; i++)
  total += words[i][0] == 0 ? 0 : (int)strlen(words[i]) % 7;
 *target = words;
 *count = total;
 return vt_int_from_result(argc);
wrong: error = -22; goto clean;
no_memory: error = -12;
clean:
 while (argc > 0) free(words[--argc]);
 free(words);
 free(word);
 return vt_int_from_error(error);
}}
int count{k}(const char *text, char ***words)
{{
 int last = 0, total = 0;
 vt_int t = split{k}(words, text, &total);
 if (cond()) {{
  vt_int_forget(t);
  return -1;
 }}
 if (vt_int_await(t, &last) < 0)
  return -2;
 vt_int u = make(1);
 if (total > 5)
  return vt_int_await(u, &last);
 vt_int_forget(u);
 return last + opened();
}}
""" for k in range(count))
    opened = """static int opened(void)
{
 vt_int t = make(1);
 int is_there = t.source == 0; // expect: vt-direct-result
 vt_int_forget(t);
 return is_there;
}
"""
    return f"""{HEAD}{opened}static vt_int append(char **text, const char *more, size_t length)
{{
 char *longer = realloc(*text, strlen(*text) + length + 1);
 if (longer == NULL) return vt_int_from_error(-12);
 memcpy(longer + strlen(longer), more, length);
 *text = longer;
 return vt_int_from_result(0);
}}
void work(void)
{{
{CERTAIN}}}
{pairs}"""


def gather():
    """A bound in memory, checked against the array's size: it is read again in each turn, and is what it was."""
    return f"""{HEAD}struct index {{ size_t count; }};
int gather(struct index *index, bool partial_is_fine)
{{
 vt_int part[12];
 size_t i;
 int rc = 0, value;
 if (index->count > 12) return -1;
 for (i = 0; i < index->count; i++)
  part[i] = make((int)i);
 for (i = 0; i < index->count; i++) {{
  rc = vt_int_await(part[i], &value);
  if (rc < 0) {{
   if (!partial_is_fine) break;
   continue;
  }}
 }}
 if (i < index->count) {{
  while (++i < index->count) vt_int_forget(part[i]);
  return rc;
 }}
 return 0;
}}
"""


def descent():
    """A recursion that counts how deep it is, entered at depth none: each depth is a number of its own."""
    return f"""{HEAD}struct entry {{ const char *path; int is_folder; struct entry *next; }};
struct error;
struct limits {{ unsigned deepest; }};
void propagate(struct error **to, struct error *error);
void found(const char *path);
VT_DEFINE(list, struct entry *);
vt_list list(const char *path);
void list_free(struct entry *entries);
static int walk(struct limits *limits, const char *path, unsigned depth, struct error **error)
{{
 struct error *local = NULL;
 struct entry *entries;
 int rc;
 if (depth > limits->deepest) return -1;
 vt_list listed = list(path);
 rc = vt_list_await(listed, &entries);
 if (rc < 0) return rc;
 for (struct entry *e = entries; e; e = e->next) {{
  if (!e->is_folder) {{ found(e->path); continue; }}
  rc = walk(limits, e->path, depth + 1, &local);
  if (rc < 0) {{ propagate(error, local); break; }}
 }}
 list_free(entries);
 return rc;
}}
int collect(struct limits *limits, const char *root, unsigned n, struct error **error)
{{
 vt_int batch[8];
 unsigned k, m = 0;
 int rc = walk(limits, root, 0, error), value;
 for (k = 0; k < n && k < 8; k++) batch[m++] = make((int)k);
 for (k = 0; k < m; k++)
  if (vt_int_await(batch[k], &value) < 0) rc = -1;
 return rc;
}}
"""


# name: text, is_cut (None: either)
PROGRAMS = {"pointers": (pointers(), False), "unions": (unions(120), True), "helper": (helper(120), True), "partition": (partition(32), None), "heap": (heap(12), None),
            "sorting": (sorting(24), None), "results": (results(24), False), "gather": (gather(), False), "descent": (descent(), False)}


def check(vtcheck, include, source):
    command = [vtcheck, "--no-cache", "--quiet", "--format=json", "--checks=-vt-field-storage", source, "--", f"-I{include}", "-std=gnu11"]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode not in (0, 1):
        sys.exit(f"{source}: exit status {run.returncode}: {run.stderr[-500:]}")
    return run.stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--vtcheck", required=True)
    parser.add_argument("--include", required=True)
    options = parser.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, (text, is_cut) in PROGRAMS.items():
            source = f"{folder}/{name}.c"
            with open(source, "w", encoding="utf-8") as file:
                file.write(text)
            report = check(options.vtcheck, options.include, source)
            found = json.loads(report)
            due = {(number, rule) for number, line in enumerate(text.split("\n"), 1) for rule in re.findall(r"// expect: (\S+)$", line)}
            got = {(one["line"], one["rule"]) for one in found["findings"]}
            problems = [f"missing {one}" for one in sorted(due - got)] + [f"made up {one}" for one in sorted(got - due)]
            if is_cut is not None and is_cut != bool(found["limits"]):
                problems.append(f"{'no' if is_cut else 'a'} function is named as cut short")
            if name == "unions" and report != check(options.vtcheck, options.include, source):
                problems.append("a second run says something else")
            bad += bool(problems)
            print(f"{name}: {'; '.join(problems) or 'ok'}{''.join(' (' + one['function'] + ': ' + one['reason'] + ')' for one in found['limits'])}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
