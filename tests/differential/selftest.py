#!/usr/bin/env python3
"""Tests of the differential test: the recorder against programs whose verdicts were worked out by hand from the contract, and
checkers that leave out or make up a finding, which must be noticed."""

import argparse
import os
import re
import stat
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import differential  # noqa: E402
import generator  # noqa: E402
from generator import Group, Line, Program  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
CC = "cc"
SHORT = {"D": "vt-double-await", "U": "vt-use-after-await", "N": "vt-unawaited"}

# Name, inputs, text. «N» is a mark; a comment `// D` at the end of a line: that finding is shown there.
CASES = [
    ("awaited", 0, """
int test_1(void) { «R_ENTER;»
«R_; »vt_int t = make_ready(1); «R_CELL(t);»
«R_; »vt_int_forget(t);
return 0;
}"""),
    ("second and third", 0, """
int test_1(void) { «R_ENTER;»
«R_; »vt_int t = make_ready(1); «R_CELL(t);»
«R_; »vt_int_forget(t);
«R_; »vt_int_forget(t); // D
«R_; »vt_int_forget(t);
«R_; »sink = vt_int_is_completed(t);
return 0;
}"""),
    ("third on another path", 1, """
int test_1(int a) { «R_ENTER;»
«R_; »vt_int t = make_ready(1); «R_CELL(t);»
«R_; »vt_int_forget(t);
if («R_, »a == 1) {
«R_; »vt_int_forget(t); // D
}
«R_; »vt_int_forget(t); // D
return 0;
}"""),
    ("correlated", 1, """
int test_1(int a) { «R_ENTER;»
«R_; »vt_int t = make_ready(1); «R_CELL(t);»
if («R_, »a > 0) {
«R_; »vt_int_forget(t);
}
if («R_, »a <= 0) {
«R_; »vt_int_forget(t);
}
return 0;
}"""),
    ("lost on one path", 1, """
int test_1(int a) { «R_ENTER;»
«R_; »vt_int t = make_ready(1); «R_CELL(t);» // N
if («R_, »a > 2) {
«R_; »vt_int_forget(t);
}
return 0;
}"""),
    ("lost by overwriting", 0, """
int test_1(void) { «R_ENTER;»
«R_; »vt_int t = make_ready(1); «R_CELL(t);» // N
«R_; »t = make_ready(2);
«R_; »vt_int_forget(t);
return 0;
}"""),
    ("a look, then consumed", 0, """
int test_1(void) { «R_ENTER;»
«R_; »vt_int t = make_ready(1); «R_CELL(t);»
«R_; »vt_int_forget(t);
«R_; »sink = vt_int_is_completed(t); // U
«R_; »sink = vt_int_is_completed(t);
«R_; »vt_int_forget(t); // D
return 0;
}"""),
    ("copies after the consumption", 0, """
int test_1(void) { «R_ENTER;»
«R_; »vt_int t = make_ready(1); «R_CELL(t);»
«R_; »vt_int_forget(t);
«R_; »vt_int u = «R_COPY(»t«)»; «R_CELL(u);» // U
«R_; »vt_int unused = «R_COPY(»t«)»; «R_CELL(unused);»
«R_; »sink = vt_int_is_completed(u);
return 0;
}"""),
    ("the caller saw both", 0, """
static void end(vt_int task) { «R_ENTER;»
«R_; »vt_int_forget(task);
}
int test_1(void) { «R_ENTER;»
«R_; »vt_int t = make_ready(1); «R_CELL(t);»
«R_; »end(t);
«R_; »end(t); // D
return 0;
}"""),
    ("the callee saw both", 0, """
static void twice(vt_int task) { «R_ENTER;»
«R_; »vt_int_forget(task);
«R_; »vt_int_forget(task); // D
}
int test_1(void) { «R_ENTER;»
«R_; »vt_int t = make_ready(1); «R_CELL(t);»
«R_; »twice(t);
«R_; »vt_int_forget(t);
return 0;
}"""),
    ("a look inside of the call that consumes again", 0, """
static void end(vt_int task) { «R_ENTER;»
«R_; »sink = vt_int_is_completed(task);
«R_; »vt_int_forget(task);
}
int test_1(void) { «R_ENTER;»
«R_; »vt_int t = make_ready(1); «R_CELL(t);»
«R_; »end(t);
«R_; »end(t); // D
return 0;
}"""),
    ("given by return", 0, """
static vt_int make(void) { «R_ENTER;»
«R_; »vt_int made = make_ready(1); «R_CELL(made);»
«R_; »return «R_RETURN(»made«)»;
}
int test_1(void) { «R_ENTER;»
«R_; »vt_int t = make(); «R_CELL(t);» // N
«R_; »sink = vt_int_is_completed(t);
return 0;
}"""),
    ("given through an out-parameter, twice", 0, """
static void open_it(vt_int *out) { «R_ENTER;»
«R_; »*out = make_ready(1);
}
int test_1(void) { «R_ENTER;»
vt_int t; «R_CELL(t);»
«R_; »open_it(&t); // N
«R_; »open_it(&t);
«R_; »vt_int_forget(t);
return 0;
}"""),
    ("handed back keeps its place", 0, """
static vt_int same(vt_int task) { «R_ENTER;»
«R_; »return «R_RETURN(»task«)»;
}
int test_1(void) { «R_ENTER;»
«R_; »vt_int t = make_ready(1); «R_CELL(t);» // N
«R_; »vt_int u = same(t); «R_CELL(u);»
«R_; »(void)u;
return 0;
}"""),
    ("returned consumed", 0, """
static vt_int bad(vt_int task) { «R_ENTER;»
«R_; »vt_int_forget(task);
«R_; »return «R_RETURN(»task«)»; // D
}
int test_1(void) { «R_ENTER;»
«R_; »vt_int_forget(bad(make_ready(1)));
return 0;
}"""),
    ("a parameter consumed on some paths", 1, """
static void some(vt_int task, int n) { «R_ENTER_PARTIAL(task);» // N
if («R_, »n > 1) {
«R_; »vt_int_forget(task);
}
}
int test_1(int a) { «R_ENTER;»
«R_; »some(make_ready(1), a);
return 0;
}"""),
    ("the result tells", 0, """
static bool attempt(vt_int task) { «R_ENTER;»
if («R_, »!vt_int_is_completed(task)) {
«R_; »return false;
}
«R_; »vt_int_forget(task);
«R_; »return true;
}
int test_1(void) { «R_ENTER;»
«R_; »vt_int t = make_ready(1); «R_CELL(t);»
if («R_, »!attempt(t)) {
«R_; »vt_int_forget(t);
}
«R_; »vt_int u = make_ready(2); «R_CELL(u);» // N
if («R_, »attempt(u)) {
«R_; »vt_int_forget(u); // D
}
return 0;
}"""),
    ("a complete one is complete", 0, """
int test_1(void) { «R_ENTER;»
«R_; »vt_int t = vt_int_from_result(1); «R_CELL(t);»
if («R_, »vt_int_is_completed(t)) {
«R_; »vt_int_forget(t);
}
return 0;
}"""),
    ("both outcomes of an await", 0, """
int test_1(void) { «R_ENTER;»
int value = 0;
«R_; »vt_int t = make_ready(1); «R_CELL(t);»
«R_; »vt_int u = make_ready(1); «R_CELL(u);» // N
«R_; »int rc = vt_int_await(t, &value);
if («R_, »rc < 0) {
«R_; »return rc;
}
«R_; »vt_int_forget(u);
return 0;
}"""),
    ("turns of a loop", 0, """
int test_1(void) { «R_ENTER;»
«R_; »vt_int t = make_ready(1); «R_CELL(t);»
for (int i = 0; «R_, »i < 3; i++) {
if («R_, »i >= 1) {
«R_; »vt_int_forget(t); // D
}
«R_; »vt_int each = make_ready(1); «R_CELL(each);»
«R_; »vt_int_forget(each);
}
return 0;
}"""),
    ("memory that is freed takes its task along", 0, """
int test_1(void) { «R_ENTER;»
«R_; »struct pair *h = «recorder_»malloc(sizeof(struct pair));
if («R_, »h == NULL) {
«R_; »return 0;
}
«R_HEAP(h); R_; »h->first = make_ready(1); // N
«R_; »h->second = make_ready(2);
«R_; »vt_int t = h->second; «R_CELL(t);»
«R_; recorder_»free(h);
«R_; »vt_int_forget(t);
return 0;
}"""),
    ("what a global holds in the end is not lost, what it held before is", 0, """
static vt_int held;
int test_1(void) { «R_ENTER;»
«R_GLOBAL(held); R_; »held = vt_int_from_result(1); // N
«R_; »held = vt_int_from_result(2);
return 0;
}"""),
    ("a global filled by a helper is the caller's", 0, """
static vt_int held;
static void fill(void) { «R_ENTER;»
«R_; »held = vt_int_from_result(1);
}
int test_1(void) { «R_ENTER;»
«R_GLOBAL(held); R_; »fill(); // N
«R_; »fill();
«R_; »vt_int_forget(held);
return 0;
}"""),
    ("a struct that is returned takes its task along", 0, """
static struct answer ask(void) { «R_ENTER;»
struct answer made = {.is_pending = true};
«R_; »made.task = make_ready(1);
«R_HAND_OVER(made.task); R_; »return made;
}
int test_1(void) { «R_ENTER;»
«R_; »struct answer one = ask(); «R_CELL(one.task);» // N
«R_; »struct answer two = ask(); «R_CELL(two.task);»
«R_; »vt_int_forget(two.task);
«R_; »sink = one.code;
return 0;
}"""),
    ("a helper fills elements of the caller's", 0, """
static void fill(struct job *job) { «R_ENTER;»
«R_; »job->task = make_ready(1);
}
int test_1(void) { «R_ENTER;»
struct job jobs[2]; «R_CELLS(jobs, task);»
«R_; »fill(&jobs[0]);
«R_; »fill(&jobs[1]); // N
«R_; »vt_int_forget(jobs[0].task);
return 0;
}"""),
    ("a node that is freed takes its task along, another does not", 0, """
int test_1(void) { «R_ENTER;»
«R_; »struct node *h = «recorder_»malloc(sizeof *h);
if («R_, »h == NULL) {
«R_; »return 0;
}
«R_; »h->task = make_ready(1); «R_HEAP(&h->task);» // N
«R_; »struct node *k = «recorder_»malloc(sizeof *k);
if («R_, »k != NULL) {
«R_; »k->task = make_ready(2); «R_HEAP(&k->task);»
«R_; »vt_int_forget(k->task);
«R_; recorder_»free(k);
}
«R_; recorder_»free(h);
return 0;
}"""),
    ("several at once, one of them once more", 0, """
int test_1(void) { «R_ENTER;»
int results[2];
«R_; »vt_int row[2] = {make_ready(1), make_ready(2)}; «R_CELL(row);»
«R_; »sink = vt_int_when_all(row, 2, results);
«R_; »vt_int_forget(row[1]); // D
return 0;
}"""),
    ("out of time is an outcome of its own", 0, """
int test_1(void) { «R_ENTER;»
int value = 0;
«R_; »vt_int t = make_ready(1); «R_CELL(t);» // N
«R_; »int rc = vt_int_await_timeout(make_ready(1), 5, &value);
if («R_, »rc != -ETIMEDOUT) {
«R_; »vt_int_forget(t);
}
return 0;
}"""),
    ("a task may be awaited twice", 0, """
int test_1(void) { «R_ENTER;»
int value = 0;
«R_; »vt_int_task *task = vt_int_as_task(make_ready(1));
«R_; »sink = vt_int_task_await(task, &value);
if («R_, »vt_int_task_await(task, &value) < 0) {
«R_; »vt_int_forget(make_ready(2));
«R_; »make_ready(3); // N
}
«R_; »vt_int_task_unref(task);
return 0;
}"""),
    ("a path that never returns loses nothing", 1, """
int test_1(int a) { «R_ENTER;»
«R_; »vt_int t = make_ready(1); «R_CELL(t);»
if («R_, »a > 0) {
«R_; »die();
}
«R_; »vt_int_forget(t);
return 0;
}"""),
]


def program_of(text, inputs):
    lines = [Line(re.sub(r"\s*// [DUN, ]+$", "", line), False) for line in text.strip().splitlines()]
    return Program(1, [Group([(None, lines)], None, "unit")], [], "test_1", inputs, 0)


def expected_of(text):
    found = set()
    for number, line in enumerate(text.strip().splitlines(), start=len(generator.PRELUDE) + 1):
        match = re.search(r"// ([DUN, ]+)$", line)
        if match:
            found |= {(SHORT[letter], number) for letter in re.findall("[DUN]", match.group(1))}
    return found


class Recorder(unittest.TestCase):
    def test_cases(self):
        for name, inputs, text in CASES:
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                program = program_of(text, inputs)
                truth = differential.record(differential.Layout([program]), [program], folder, CC)[1]
                self.assertEqual(truth.state, "all", truth.why)
                self.assertEqual({(rule, line) for rule, _, line in truth.findings}, expected_of(text))

    def test_uninitialised_is_no_program(self):
        program = program_of("int test_1(void) { «R_ENTER;»\nvt_int t; «R_CELL(t);»\n«R_; »vt_int_forget(t);\nreturn 0;\n}", 0)
        with tempfile.TemporaryDirectory() as folder:
            truth = differential.record(differential.Layout([program]), [program], folder, CC)[1]
        self.assertEqual((truth.state, truth.why), ("invalid", "uninitialised"))

    def test_endless_is_no_program(self):
        program = program_of("int test_1(void) { «R_ENTER;»\nwhile («R_, »1) {\n«R_; »sink++;\n}\nreturn 0;\n}", 0)
        with tempfile.TemporaryDirectory() as folder:
            truth = differential.record(differential.Layout([program]), [program], folder, CC)[1]
        self.assertEqual((truth.state, truth.why), ("invalid", "endless"))


class Generator(unittest.TestCase):
    def test_same_twice(self):
        for number in range(40):
            one, two = (differential.show_text(generator.generate(9, number)) for _ in range(2))
            self.assertEqual(one, two)

    def test_seeds_differ(self):
        self.assertNotEqual(differential.show_text(generator.generate(1, 5)), differential.show_text(generator.generate(2, 5)))

    def test_twins_have_the_same_lines(self):
        for number in range(40):
            for line in generator.lines_of(generator.generate(9, number).first):
                self.assertNotIn("\n", line)
                self.assertNotIn("R_", generator.plain(line))

    def test_each_shape_is_made(self):
        """And by itself it is right, now and then: else nothing is learnt of false alarms."""
        for name in generator.SHAPE_NAMES:
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                programs = [generator.generate(9, number, (), (name,)) for number in range(8)]
                truths = differential.record(differential.Layout(programs), programs, folder, CC).values()
                self.assertTrue(any(truth.state == "all" and not truth.findings for truth in truths))
                self.assertLess(sum(1 for truth in truths if truth.state == "invalid"), 4)

    def test_plain_text_compiles(self):
        with tempfile.TemporaryDirectory() as folder:
            layout = differential.Layout([generator.generate(9, number) for number in range(30)] +
                                         [generator.generate(9, number, (), (name,)) for number, name in enumerate(generator.SHAPE_NAMES, start=30)])
            layout.write_plain(folder)
            for name in layout.files:
                built = subprocess.run([CC, "-std=gnu11", "-fsyntax-only", "-w", "-Werror=implicit", "-I", os.path.join(differential.ROOT, "include"), name],
                                       cwd=folder, capture_output=True, text=True)
                self.assertEqual(built.returncode, 0, built.stderr)

    def test_mixture(self):
        """About half of the programs are right, and each rule is broken often: else the comparison says little."""
        with tempfile.TemporaryDirectory() as folder:
            programs = [generator.generate(9, number) for number in range(150)]
            truths = differential.record(differential.Layout(programs), programs, folder, CC)
        clean = sum(1 for truth in truths.values() if truth.state == "all" and not truth.findings)
        self.assertGreater(clean, 40)
        self.assertLess(clean, 110)
        self.assertLess(sum(1 for truth in truths.values() if truth.state == "invalid"), 8)
        for rule in differential.RULES:
            self.assertTrue(any(finding[0] == rule for truth in truths.values() for finding in truth.findings), rule)


FAKE = """#!{python}
# A checker that knows the truth (from the recorder) and bends it.
import sys
found = {found!r}
for path, line, rule in found:
    print(f"{{path}}:{{line}}:1: error: made up [{{rule}}]")
sys.exit({status})
"""


class Comparison(unittest.TestCase):
    def judge(self, bend, status=None):
        """How many misses and false alarms are seen when the checker says `bend(found, sure)`; `sure` are the findings of programs that
        were tried over all inputs."""
        programs = [generator.generate(9, number) for number in range(60)]
        layout = differential.Layout(programs)
        with tempfile.TemporaryDirectory() as folder:
            truths = differential.record(layout, programs, folder, CC)
            found = sorted((name, line, rule) for truth in truths.values() for rule, name, line in truth.findings)
            sure = [entry for number, truth in sorted(truths.items()) if truth.state == "all" and not truth.allowed
                    for entry in sorted((name, line, rule) for rule, name, line in truth.findings)]
            bent = bend(list(found), sure)
            fake = os.path.join(folder, "fake")
            with open(fake, "w", encoding="utf-8") as file:
                file.write(FAKE.format(python=sys.executable, found=bent, status=(1 if bent else 0) if status is None else status))
            os.chmod(fake, os.stat(fake).st_mode | stat.S_IXUSR)
            verdicts, _ = differential.judge_batch(programs, fake, CC)
        return sum(len(v.misses) for v in verdicts), sum(len(v.alarms) for v in verdicts)

    def test_the_truth_agrees(self):
        self.assertEqual(self.judge(lambda found, sure: found), (0, 0))

    def test_one_left_out(self):
        self.assertEqual(self.judge(lambda found, sure: found[1:]), (1, 0))

    def test_one_made_up(self):
        def bend(found, sure):
            place, line, _ = sure[0]
            return found + [(place, line, rule) for rule in differential.RULES if (place, line, rule) not in found][:1]
        self.assertEqual(self.judge(bend), (0, 1))

    def test_one_on_the_next_line(self):
        def bend(found, sure):
            place, line, rule = next(entry for entry in sure if (entry[0], entry[1] + 1, entry[2]) not in found)
            return [entry for entry in found if entry != (place, line, rule)] + [(place, line + 1, rule)]
        self.assertEqual(self.judge(bend), (1, 1))

    def test_a_checker_that_fails(self):
        with self.assertRaises(differential.Trouble):
            self.judge(lambda found, sure: [], status=3)

    def test_silence(self):
        misses, alarms = self.judge(lambda found, sure: [])
        self.assertGreater(misses, 10)
        self.assertEqual(alarms, 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--cc", default=CC)
    options, rest = parser.parse_known_args()
    CC = options.cc
    unittest.main(argv=[sys.argv[0]] + rest)
