/* recorder.c - what happens to each value task of a generated program, by the words of the contract (§2).
 *
 * One run: the oracle's answers are a script, a stack of activations mirrors the calls, a table holds the instances. A
 * second consumption or a later look is reported on the current line of the deepest activation that was already on
 * the stack at the first consumption. What an activation owns when it ends is handed to its caller if it was
 * returned, or to the activation whose variable holds it, at the line of the call in progress there; else it is lost,
 * at the line where the activation got it.
 *
 * All runs of a program: depth-first over the oracle's answers (the inputs are its first answers).
 */
#include "recorder.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EVERYWHERE = -1, NOWHERE = -2, HEAP_SIZE = 1 << 16, MOST_FRAMES = 64, MOST_INSTANCES = 256, MOST_HANDLES = 512, MOST_CHOICES = 256, MOST_CELLS = 512, MOST_ALLOCATIONS = 64, MOST_STEPS = 4000,
       MOST_FINDINGS = 4096, MOST_FALSE_ANSWERS = 24 };

typedef struct Frame {
    long activation;
    const char *file;
    int entered_at, line;
    enum recorder_kind kind;
    int parameter; /* handle, 0: none */
    int returned;  /* handle, 0: none */
} Frame;

typedef struct Instance {
    int owner;     /* frame index */
    const char *given_file;
    int given_line;
    bool is_consumed, is_reported, is_use_reported, is_settled;
    bool is_exposed; /* unseen code ran while a global held it: it may have come back to this file */
    long seen_by[MOST_FRAMES]; /* the activations on the stack at the first consumption */
    int seen_count;
    int ready; /* -1 not asked, 0, 1 */
    int false_answers;
    long asked_at, asked_by; /* world's age and the activation when 0 was answered */
    /* A look inside a call: part of consuming again if that call does so too. */
    long looked_in; /* activation, 0: none */
    const char *look_file;
    int look_line;
} Instance;

/* A copy made after the consumption is a handle of its own: a look at it makes the copying the use. */
typedef struct Handle {
    int instance;
    const char *copy_file;
    int copy_line;   /* 0: not such a copy */
    int copied_from; /* handle: a copy of such a copy, 0: none */
} Handle;

typedef struct Cell {
    int frame; /* index, EVERYWHERE: a global */
    bool is_heap;
    char *first;
    size_t stride, count;
} Cell;

typedef struct Allocation {
    char *first;
    size_t size;
} Allocation;

typedef struct Finding {
    const char *rule, *file;
    int line;
} Finding;

static Frame frames[MOST_FRAMES];
static int frame_count;
static long next_activation, age;
static int steps;
static Instance instances[MOST_INSTANCES];
static int instance_count;
static Handle handles[MOST_HANDLES];
static int handle_count;
static Cell cells[MOST_CELLS];
static int cell_count;
static _Alignas(16) char heap[HEAP_SIZE];
static size_t heap_used;
static Allocation allocations[MOST_ALLOCATIONS];
static int allocation_count;
static int choices[MOST_CHOICES], choice_limits[MOST_CHOICES], choice_count, choice_position;
static Finding findings[MOST_FINDINGS];
static int finding_count;
static const char *invalid;
static bool is_cut;     /* some path was not followed to its end */
static bool is_hurried; /* the next one asked is complete */
static int polls;
static bool is_doubtful; /* a consumed task contradicted what it had answered before: nobody can say what holds now */
static jmp_buf run_start;

int sink;
bool recorder_is_quiet;

static _Noreturn void give_up(const char *why)
{
    invalid = why;
    longjmp(run_start, 1);
}

/* --- the oracle --- */

int recorder_choose(int count)
{
    if (choice_position == choice_count) {
        if (choice_count == MOST_CHOICES)
            give_up("too many choices");
        choices[choice_count] = 0;
        choice_limits[choice_count++] = count;
    }
    return choices[choice_position++];
}

static bool next_script(void)
{
    while (choice_count > 0 && choices[choice_count - 1] + 1 == choice_limits[choice_count - 1])
        choice_count--;
    if (choice_count == 0)
        return false;
    choices[choice_count - 1]++;
    return true;
}

static Instance *instance_of(vt_int task);

static vt_int held_by(const Cell *cell, size_t k)
{
    return *(const vt_int *)(const void *)(cell->first + k * cell->stride);
}

int cond(void);
int pick(void);
_Noreturn void die(void);
void on_done(void *context, int status, int result);
vt_int make_ready(int result);
vt_int make_pending(int result);
void swallow(vt_int task);

/* Other files' code runs. It may come back to this file and do what it likes with globals; no run shows that. */
static void run_unseen(void)
{
    age++;
    for (int i = 0; i < cell_count; i++) {
        if (cells[i].frame != EVERYWHERE)
            continue;
        is_cut = true;
        if (held_by(&cells[i], 0).handle != 0)
            instance_of(held_by(&cells[i], 0))->is_exposed = true;
    }
}

int cond(void)
{
    run_unseen();
    return recorder_choose(2);
}

int pick(void)
{
    run_unseen();
    return recorder_choose(5) - 1;
}

void on_done(void *context, int status, int result)
{
    (void)context;
    (void)status;
    (void)result;
}

/* --- findings --- */

static void find(const Instance *instance, const char *rule, const char *file, int line)
{
    if ((is_doubtful || instance->is_exposed) && strncmp(rule, "either-", 7) != 0)
        rule = rule[3] == 'd' ? "either-vt-double-await" : rule[4] == 's' ? "either-vt-use-after-await" : "either-vt-unawaited";
    for (int i = 0; i < finding_count; i++)
        if (findings[i].line == line && strcmp(findings[i].rule, rule) == 0 && strcmp(findings[i].file, file) == 0)
            return;
    if (finding_count == MOST_FINDINGS)
        give_up("too many findings");
    findings[finding_count++] = (Finding){rule, file, line};
}

/* --- activations --- */

static Frame *top(void)
{
    if (frame_count == 0)
        give_up("no activation");
    return &frames[frame_count - 1];
}

struct recorder_frame recorder_enter(const char *file, int line, enum recorder_kind kind)
{
    if (frame_count == MOST_FRAMES)
        give_up("too deep");
    frames[frame_count++] = (Frame){.activation = ++next_activation, .file = file, .entered_at = line, .line = line, .kind = kind};
    return (struct recorder_frame){0};
}

int recorder_line(int line)
{
    if (++steps > MOST_STEPS)
        give_up("endless");
    if (line <= top()->line)
        age++; /* a turn of a loop: what was pending may be there now */
    top()->line = line;
    return 0;
}

void recorder_cells(void *first, size_t stride, size_t count)
{
    for (int i = 0; i < cell_count; i++)
        if (cells[i].frame == frame_count - 1 && cells[i].first == first)
            return;
    if (cell_count == MOST_CELLS)
        give_up("too many cells");
    cells[cell_count++] = (Cell){.frame = frame_count - 1, .first = first, .stride = stride, .count = count};
}

void recorder_global(vt_int *task)
{
    recorder_cells(task, sizeof *task, 1);
    cells[cell_count - 1].frame = EVERYWHERE;
    task->handle = 0;
}

void *recorder_malloc(size_t size)
{
    age++;
    if (recorder_choose(2) != 0)
        return NULL;
    if (heap_used + size > HEAP_SIZE || allocation_count == MOST_ALLOCATIONS)
        give_up("too much memory");
    char *made = heap + heap_used;
    heap_used += (size + 15) / 16 * 16;
    allocations[allocation_count++] = (Allocation){made, size};
    memset(made, 0, size);
    return made;
}

static const Allocation *allocation_of(const char *place)
{
    for (int i = 0; i < allocation_count; i++)
        if (place >= allocations[i].first && place < allocations[i].first + allocations[i].size)
            return &allocations[i];
    give_up("no memory of ours");
}

void recorder_heap(void *first, size_t count)
{
    if (first == NULL)
        give_up("null pointer");
    allocation_of(first);
    recorder_cells(first, sizeof(vt_int), count);
    cells[cell_count - 1].is_heap = true;
}

void recorder_free(void *first)
{
    if (first == NULL)
        return;
    const Allocation *gone = allocation_of(first);
    for (int i = 0; i < cell_count; i++)
        if (cells[i].is_heap && cells[i].first >= gone->first && cells[i].first < gone->first + gone->size)
            cells[i].count = 0;
}

static Instance *instance_of(vt_int task)
{
    if (task.handle <= 0 || task.handle > handle_count)
        give_up("uninitialised");
    return &instances[handles[task.handle - 1].instance];
}

vt_int recorder_parameter(vt_int task)
{
    instance_of(task);
    top()->parameter = task.handle;
    return task;
}

/* The outer activation whose variable holds the instance, the next one for globals (-1: none is left); NOWHERE: none holds it. */
static int holder_of(int instance, int below)
{
    for (int i = cell_count; i-- > 0;)
        for (size_t k = 0; cells[i].frame < below && k < cells[i].count; k++) {
            int handle = held_by(&cells[i], k).handle;
            if (handle > 0 && handle <= handle_count && handles[handle - 1].instance == instance)
                return cells[i].frame == EVERYWHERE ? below - 1 : cells[i].frame;
        }
    return NOWHERE;
}

/* Memory that nobody freed goes with the last pointer to it: whether what it holds is lost is for nobody to say. */
static bool is_in_memory_of(int frame, int instance)
{
    for (int i = 0; i < cell_count; i++)
        for (size_t k = 0; cells[i].is_heap && cells[i].frame == frame && k < cells[i].count; k++) {
            int handle = held_by(&cells[i], k).handle;
            if (handle > 0 && handle <= handle_count && handles[handle - 1].instance == instance)
                return true;
        }
    return false;
}

static void commit_look(Instance *instance);

static void lose(Instance *instance)
{
    instance->is_settled = true;
    find(instance, "vt-unawaited", instance->given_file, instance->given_line);
}

void recorder_leave(struct recorder_frame *frame)
{
    (void)frame;
    int leaving = frame_count - 1;
    Frame *own = top();
    if (own->kind == RECORDER_PARTIAL && own->parameter != 0) {
        Instance *instance = &instances[handles[own->parameter - 1].instance];
        bool is_returned = own->returned != 0 && handles[own->returned - 1].instance == handles[own->parameter - 1].instance;
        if (!instance->is_consumed && !is_returned) {
            find(instance, "vt-unawaited", own->file, own->entered_at);
            instance->is_settled = true;
        }
    }
    for (int i = 0; i < instance_count; i++) {
        Instance *instance = &instances[i];
        if (instance->owner != leaving || instance->is_consumed || instance->is_settled)
            continue;
        int heir = NOWHERE;
        if (own->returned != 0 && handles[own->returned - 1].instance == i)
            heir = leaving - 1;
        if (heir == NOWHERE)
            heir = holder_of(i, leaving);
        if (heir == NOWHERE && is_in_memory_of(leaving, i)) {
            find(instance, "either-vt-unawaited", instance->given_file, instance->given_line);
            instance->is_settled = true;
            continue;
        }
        if (heir == NOWHERE) {
            lose(instance);
            continue;
        }
        if (heir < 0) { /* a global has it when all is over: somebody may come for it */
            instance->is_settled = true;
            continue;
        }
        instance->owner = heir;
        instance->given_file = frames[heir].file;
        instance->given_line = frames[heir].line;
    }
    for (int i = 0; i < instance_count; i++)
        if (instances[i].looked_in == own->activation)
            commit_look(&instances[i]);
    while (cell_count > 0 && cells[cell_count - 1].frame == leaving)
        cell_count--;
    frame_count--;
}

/* --- instances --- */

static vt_int handle_for(int instance, const char *file, int line)
{
    if (handle_count == MOST_HANDLES)
        give_up("too many handles");
    handles[handle_count++] = (Handle){.instance = instance, .copy_file = file, .copy_line = line};
    return (vt_int){handle_count};
}

static vt_int create(int ready)
{
    if (instance_count == MOST_INSTANCES)
        give_up("too many instances");
    Frame *own = top();
    instances[instance_count] = (Instance){.owner = frame_count - 1, .given_file = own->file, .given_line = own->line, .ready = ready};
    return handle_for(instance_count++, NULL, 0);
}

/* The deepest activation that is on the stack now and was so at the first consumption. */
static const Frame *witness(const Instance *instance)
{
    int depth = 0;
    while (depth + 1 < frame_count && depth + 1 < instance->seen_count &&
           frames[depth + 1].activation == instance->seen_by[depth + 1])
        depth++;
    return &frames[depth];
}

/* The path ends here: what a variable holds is not lost. Nobody keeps track of the ends of blocks: if that variable was gone
 * already, it is. What no variable holds was lost before. */
void die(void)
{
    for (int i = 0; i < instance_count; i++)
        if (!instances[i].is_consumed && !instances[i].is_settled)
            find(&instances[i], holder_of(i, frame_count) != NOWHERE ? "either-vt-unawaited" : "vt-unawaited", instances[i].given_file, instances[i].given_line);
    longjmp(run_start, 2);
}

static void commit_look(Instance *instance)
{
    find(instance, "vt-use-after-await", instance->look_file, instance->look_line);
    instance->looked_in = 0;
}

static void consume(vt_int task)
{
    Instance *instance = instance_of(task);
    if (!instance->is_consumed) {
        instance->is_consumed = true;
        instance->seen_count = frame_count;
        for (int i = 0; i < frame_count; i++)
            instance->seen_by[i] = frames[i].activation;
        return;
    }
    if (instance->is_reported)
        return;
    if (instance->looked_in != 0) {
        for (int i = 0; i < frame_count; i++)
            if (frames[i].activation == instance->looked_in)
                instance->looked_in = 0;
        if (instance->looked_in != 0)
            commit_look(instance);
    }
    const Frame *where = witness(instance);
    find(instance, "vt-double-await", where->file, where->line);
    instance->is_reported = instance->is_use_reported = true;
}

static void look(vt_int task)
{
    Instance *instance = instance_of(task);
    if (!instance->is_consumed || instance->is_use_reported)
        return;
    const Frame *where = witness(instance);
    const Handle *handle = &handles[task.handle - 1];
    instance->is_use_reported = true;
    if (handle->copied_from != 0) { /* each of the copies may be called the use */
        for (; handle->copied_from != 0; handle = &handles[handle->copied_from - 1])
            find(instance, "either-vt-use-after-await", handle->copy_file, handle->copy_line);
        find(instance, "either-vt-use-after-await", handle->copy_file, handle->copy_line);
    } else if (handle->copy_line != 0) {
        find(instance, "vt-use-after-await", handle->copy_file, handle->copy_line);
    } else if (where != top()) {
        instance->looked_in = where[1].activation;
        instance->look_file = where->file;
        instance->look_line = where->line;
    } else {
        find(instance, "vt-use-after-await", where->file, where->line);
    }
}

vt_int recorder_copy(vt_int task)
{
    Instance *instance = instance_of(task);
    if (!instance->is_consumed)
        return task;
    const Frame *where = witness(instance);
    vt_int copy = handle_for(handles[task.handle - 1].instance, where->file, where->line);
    if (handles[task.handle - 1].copy_line != 0)
        handles[copy.handle - 1].copied_from = task.handle;
    return copy;
}

vt_int recorder_return(vt_int task)
{
    Instance *instance = instance_of(task);
    if (instance->is_consumed || frame_count == 1)
        consume(task);
    top()->returned = task.handle;
    return task;
}

void recorder_hand_over(vt_int task)
{
    if (task.handle > 0 && task.handle <= handle_count && !instance_of(task)->is_consumed)
        top()->returned = task.handle;
}

/* --- the API --- */

vt_int make_ready(int result)
{
    (void)result;
    run_unseen();
    return create(-1);
}

vt_int make_pending(int result)
{
    (void)result;
    run_unseen();
    return create(-1);
}

vt_int vt_int_from_result(int result)
{
    (void)result;
    return create(1);
}

vt_int vt_int_from_error(int error)
{
    (void)error;
    return create(1);
}

vt_int vt_int_from_task(vt_int_task *task)
{
    (void)task;
    return create(-1);
}

/* `ways` of the outcomes are tried; where nobody asks, the first. */
static int wait_for(int *result, int ways)
{
    static const int outcomes[] = {0, -EIO, -ETIMEDOUT};
    age++;
    bool is_quiet = recorder_is_quiet;
    recorder_is_quiet = false;
    int status = is_quiet ? 0 : outcomes[recorder_choose(ways)];
    if (status == 0)
        *result = 0;
    return status;
}

int vt_int_await(vt_int task, int *result)
{
    consume(task);
    return wait_for(result, 2);
}

int vt_int_await_timeout(vt_int task, uint64_t timeout_ns, int *result)
{
    (void)timeout_ns;
    consume(task);
    return wait_for(result, 3);
}

int vt_int_when_all(vt_int *tasks, size_t count, int *results)
{
    for (size_t i = 0; i < count; i++)
        consume(tasks[i]);
    return wait_for(results, 2);
}

int vt_int_when_any(vt_int *tasks, size_t count, int *result, size_t *winner)
{
    for (size_t i = 0; i < count; i++)
        consume(tasks[i]);
    *winner = 0;
    return wait_for(result, 2);
}

vt_int_task *vt_int_as_task(vt_int task)
{
    consume(task);
    return (vt_int_task *)&sink;
}

void vt_int_on_completed(vt_int task, void (*done)(void *context, int status, int result), void *context)
{
    (void)done;
    (void)context;
    consume(task);
}

void vt_int_forget(vt_int task)
{
    consume(task);
}

void swallow(vt_int task)
{
    consume(task);
    run_unseen();
}

/* A loop that polls goes round twice at most. */
void recorder_poll(void)
{
    is_hurried = ++polls % 2 == 0;
}

/* Complete stays complete; pending stays pending until something ran that may have completed it, and not for ever. */
bool vt_int_is_completed(vt_int task)
{
    Instance *instance = instance_of(task);
    look(task);
    if (instance->ready == 1 && instance->is_consumed) {
        /* Who serves the stale token now may be pending, or the answer is the old one. */
        if (recorder_choose(2) == 0)
            return true;
        is_doubtful = true;
        return false;
    }
    if (instance->ready == 1)
        return true;
    if (instance->ready == 0 && instance->asked_at == age && !is_hurried) {
        if (instance->asked_by == top()->activation || recorder_choose(2) == 0)
            return false;
        is_doubtful = true; /* in another function's time: has something run that could complete it? */
        instance->ready = 1;
        return true;
    }
    instance->asked_at = age;
    instance->asked_by = top()->activation;
    if (instance->false_answers >= MOST_FALSE_ANSWERS)
        is_cut = true;
    instance->ready = is_hurried || instance->false_answers >= MOST_FALSE_ANSWERS ? 1 : recorder_choose(2);
    is_hurried = false;
    if (instance->ready == 0)
        instance->false_answers++;
    return instance->ready == 1;
}

vt_int_task *vt_int_task_new(void)
{
    return (vt_int_task *)&sink;
}

vt_int_task *vt_int_task_ref(vt_int_task *task)
{
    return task;
}

int vt_int_task_await(vt_int_task *task, int *result)
{
    (void)task;
    return wait_for(result, 2);
}

void vt_int_task_unref(vt_int_task *task)
{
    (void)task;
}

/* --- all runs --- */

static void one_run(const struct recorder_program *program)
{
    heap_used = 0;
    allocation_count = 0;
    frame_count = instance_count = handle_count = cell_count = choice_position = steps = 0;
    next_activation = age = 0;
    sink = 0;
    is_doubtful = is_hurried = false;
    polls = 0;
    recorder_is_quiet = false;
    if (setjmp(run_start) == 0)
        program->run();
    for (int i = 0; i < instance_count; i++) /* the path ended inside of that call */
        if (instances[i].looked_in != 0)
            commit_look(&instances[i]);
}

int recorder_main(const struct recorder_program *programs, int count, int most_runs)
{
    for (int p = 0; p < count; p++) {
        int runs = 0;
        bool is_capped = false;
        is_cut = false;
        invalid = NULL;
        finding_count = choice_count = 0;
        do {
            if (runs == most_runs) {
                is_capped = true;
                break;
            }
            runs++;
            one_run(&programs[p]);
        } while (invalid == NULL && next_script());
        for (int i = 0; i < finding_count; i++)
            printf("finding %d %s %s %d\n", programs[p].number, findings[i].rule, findings[i].file, findings[i].line);
        printf("program %d %d %s %s\n", programs[p].number, runs, invalid != NULL ? "invalid" : is_capped || is_cut ? "capped" : "all",
               invalid != NULL ? invalid : "-");
        fflush(stdout);
    }
    return 0;
}
