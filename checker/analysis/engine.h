/* engine.h - the analysis from inside: what its files share. Not for other folders.
 *
 * The engine keeps one Run per question: "what does function F do, entered in a world like this?". An entry world says
 * where the followed task is (in a by-value parameter, behind a pointer parameter, in a global) and which functions the
 * function pointers among its arguments hold; the plain entry follows no task. The answer is a Summary: the worlds in
 * which F returns. A run that needs a summary which is not there yet goes on without that call's continuation and
 * is repeated when the answer comes: a least fixpoint over the call graph, recursion included. Where nothing goes in circles the answer is found on the
 * spot, so that only recursion repeats runs.
 *
 * Tasks that a function itself comes to own (results of calls, out-parameters) are followed one at a time, each in a run of
 * its own that starts at the creating call in each of the worlds that reach it. That is what keeps the number of worlds small:
 * ten tasks are ten small problems, not one with 2^10 states. */
#ifndef VTCHECK_ANALYSIS_ENGINE_H
#define VTCHECK_ANALYSIS_ENGINE_H

#include "analysis/analysis.h"
#include "worlds/body.h"
#include "worlds/world.h"

typedef struct Engine Engine;

typedef enum RunKind {
    RUN_ENTRY, /* from an entry world; gives a summary */
    RUN_SITES  /* all tasks that the function comes to own */
} RunKind;

/* A place where a function comes to own a task: the result of a call, or what a call stores through a pointer; or finds one in memory
 * from outside, which is nobody's duty here but must not be consumed twice. */
typedef struct Site {
    uint32_t block, inst;
    Value out_key; /* VALUE_NONE: the result; else the address in the callee's terms */
    const char *name; /* of the variable that an out-parameter fills; NULL: not known */
    bool is_found;
} Site;

/* How a function that gets the followed task by value tells its caller whether it consumed it (contract §2). */
typedef enum SummarySplit {
    SPLIT_NONE,      /* all paths agree */
    SPLIT_BY_RETURN, /* the return value tells */
    SPLIT_BY_GLOBAL, /* what a global holds decides */
    SPLIT_BY_PARAM,  /* an argument decides, or what is behind it */
    SPLIT_UNTOLD     /* nothing tells: the function itself is at fault */
} SummarySplit;

/* How calls of a function can end: one world a way. Cells: VALUE_KEY_INITIAL of what came in, memory from outside,
 * VALUE_KEY_RETURN, VALUE_KEY_HAVOC. No world: it does not return. */
typedef struct Summary {
    const World **worlds;
    uint32_t count;
    SummarySplit split;
} Summary;

typedef struct BlockState {
    GPtrArray *worlds; /* World; NULL: none came */
    uint32_t growth;   /* merges so far: when to widen */
    bool is_queued;
} BlockState;

/* What a path through a function has to remember (asked.c). */
typedef struct AskedSlice {
    bool *locals;  /* per local: what it holds can matter to what happens to a task */
    bool *decides; /* per block: so does where it goes on */
    uint32_t *next; /* per block: the first one from there on, itself included, in which something matters; IR_NONE: none, or not
                     * known to be one alone. NULL: not looked for */
} AskedSlice;

/* What functions that are called through pointers have in common. */
typedef struct AskedIndirect {
    bool reaches_tasks, may_not_return, goes_around, has_effect, asks_arguments, is_result_asked, is_exit_asked;
} AskedIndirect;

/* What all calls of a function pass for a parameter (constant_arguments.c). */
typedef struct ConstantArgument {
    bool is_seen;  /* some call was */
    bool is_known; /* they all pass constants, these: */
    IntSet numbers;
} ConstantArgument;

struct FunctionInfo;

enum { MOST_WRITERS = 4 };

/* A field of structs, or of what lies in them, by its shared id. */
typedef struct FieldList {
    uint32_t field;
    const struct FieldList *next;
} FieldList;

/* What a call of code that is not seen can write to a global (unseen_writes.c): anything, or one of these. */
typedef struct UnseenWrites {
    bool is_any, is_expected; /* expected: by a callback */
    bool is_shown;            /* its address goes anywhere */
    const FieldList *expected; /* fields of a struct that callbacks write */
    const struct FunctionInfo *writers[MOST_WRITERS]; /* the functions of the program that store there */
    uint32_t writer_count;    /* may be more than are kept */
    bool takes_task;          /* such code may take the task that lies there */
    IntSet numbers;
} UnseenWrites;

typedef struct FunctionInfo {
    const AnalysisFunction *linked;
    const IrModule *module;
    uint32_t module_index;
    const IrFunction *function;
    Body *body;               /* of those that are reached */
    bool is_analysable;       /* has a body that can be trusted */
    bool is_relevant;         /* touches value tasks, or calls a function that does */
    bool is_reached;          /* is relevant, or may be called, directly or not, by one that is: no other function is ever run */
    bool is_reported;         /* in checked code */
    uint32_t order;           /* callees first */
    uint32_t component;       /* of functions that call each other in circles: a number, the same for all of them */
    uint32_t component_size;  /* functions that call each other in circles with it, itself included */
    bool is_recursive;        /* it calls itself, directly or not */
    bool counts;              /* it, or one that it calls, has a loop, is recursive, or computes the number of an element */
    ConstantArgument *constants; /* per parameter; NULL: not all calls are seen */
    AskedSlice asked;         /* for all tasks together */
    bool is_result_asked;     /* some caller may ask about the result */
    bool is_exit_asked;       /* it matters to some caller whether the function returns */
    bool is_effect_asked;     /* it may store, outside of itself, something that matters */
    bool reaches_tasks;       /* it, or one that it calls, touches tasks elsewhere than in locals and registers of its own */
    bool meets_tasks;         /* so, or one that is called through a pointer does: tasks of others, since its own stay with it unless it reaches tasks itself */
    bool opens_tasks;         /* it looks into one in a local or register of its own: no concern of its callers, unlike reaches_tasks, which is set besides */
    bool may_not_return;      /* on some path; or one that it calls */
    bool returns_fresh;       /* only new tasks that nothing was done with (settled.c) */
    bool may_return_pending;  /* a task that may not be there yet (pending.c) */
    bool goes_around;         /* it, or one that it calls, finds a struct by a pointer to a member */
    bool calls_pointers;      /* it, or one that it calls, calls through a pointer */
    bool hands_pointers_tasks; /* it, or one that it calls, calls through a pointer what may do something with a task */
    bool runs_unseen;         /* it, or one that it calls, calls code that is not seen */
    bool is_impure;           /* it may change something, or give another answer for the same arguments and memory (answers.c) */
    bool is_vague;            /* it, or one that it calls, gives an answer that no summary tells; of those that are not impure */
    bool takes_bits;          /* it, or one that it calls, takes bits out of numbers */
    bool hands_out_functions; /* its body names a function, or a table of them, other than to call it */
    bool links_objects;       /* it, or one that it calls, puts pointers into memory that is not a local of its own */
    bool hands_tasks_on;      /* it, or one that it calls, names what has to do with tasks that are behind pointers and in no register of its own: code that is
                               * not seen and declares its effect, a table of functions */
    uint32_t function_entries; /* runs whose entry says which functions pointers hold */
    uint32_t task_entries;     /* runs whose entry holds a task and no numbers */
    uint32_t numbered_entries; /* runs whose entry holds a task and numbers beside it */
    uint32_t closer_entries;   /* of these, questions asked again since the answer for all numbers was too general */
    bool *may_stop;           /* per block: it calls a function that may not return; NULL: none does */
    bool *is_pointed;         /* per local: its address is kept or given to code that is seen */
    bool *is_settled, *is_settled_local; /* per register, per local: only for a task of which no path does anything wrong (settled.c) */
    struct Control *control;  /* while slices are made */
    struct IrDominators *dominators; /* NULL: nobody has asked yet (engine_dominates) */
    struct IrLoops *loops;           /* so, too (engine_leaves_loop) */
    GArray *task_counts;             /* so, too (task_counts.c) */
    GArray *own_counts, *own_bounds, *own_addresses, *counted_in, *own_walked, *own_links; /* so, too (own_counts.c) */
    const IrInst **own_definitions;  /* per register, for these addresses */
    bool *task_takers;               /* per block; so, too */
    struct IndexUse *index_uses;     /* per local; so, too */
    bool *numbers_of_bits;           /* per local; so, too (elements_index.c) */
    struct Loop *waits;              /* so, too; per block (waits.c) */
    bool *are_conditions;            /* together with these; per block: it asks whether a loop goes on */
    struct Counting *counting;       /* so, too; per block: by what tasks are counted there (waits.c) */
    uint8_t *foregone;               /* so, too; per block (foregone.c) */
    struct WasAsked *was_asked;      /* so, too; per block (foregone.c) */
    GArray *fields_set;              /* so, too (foregone.c) */
    GHashTable *followed_pointers;   /* so, too (flag_pointers.c) */
    GHashTable *own_marks;           /* so, too (own_marks.c) */
    bool is_split_decided;    /* SPLIT_BY_GLOBAL, SPLIT_BY_PARAM: at some call that says whether the task is consumed */
    bool is_split_undecided;  /* some call leaves it open */
    uint64_t work, beside_work; /* of its runs so far, and of those that follow no task (budget.c) */
    struct Run *base;         /* plain entry; NULL: nobody asks but callers */
    struct Run *sites;
} FunctionInfo;

/* A field, as all modules know it. */
typedef struct FieldInfo {
    uint32_t record; /* a number for each name of a struct */
    IrTypeKind kind;
    bool is_shared;  /* other fields of its record lie there too, or partly: it is a member of a union */
    bool is_order;   /* it says to functions of the C library what to do, and they write other fields of the record */
} FieldInfo;

/* How much a first look knows besides the task. */
typedef enum FirstLook {
    FIRST_LOOK_NONE,   /* it is none */
    FIRST_LOOK_BLIND,  /* nothing from one block to the next */
    FIRST_LOOK_LOCALS, /* locals and registers */
    FIRST_LOOK_LAST    /* as much; it is not for what may go wrong, but for what must (last_look.c) */
} FirstLook;

/* How the tasks are followed that a function gives to callers (summary_given.c). */
typedef enum Giving {
    GIVING_FOLLOWED,
    GIVING_CLOSELY, /* in more worlds */
    GIVING_BOUNDED, /* on single paths: some of the ways, each of them certain */
    GIVINGS
} Giving;

typedef struct Run {
    Engine *engine;
    FunctionInfo *info;
    RunKind kind;
    uint32_t number;
    const World *entry;
    Summary summary;
    struct Run *giving[GIVINGS]; /* the same question about the tasks that the function gives to callers, each followed by itself; NULL: nobody asks */
    bool puts_tasks;       /* it put one where callers may have it, though its ways may have been joined to none that tells */
    bool gives;            /* it is one of these */
    Giving giving_as;      /* then: which */
    bool has_found;        /* then: a task in memory from outside, which the function may have moved to where callers have it */
    bool is_bare;          /* a recursion kept adding to the summary: what decides between its ways is forgotten (summary_ways.c) */
    bool has_run;
    bool is_running;
    bool is_queued;
    uint32_t times;
    GPtrArray *dependents; /* Runs to repeat when the summary changes */
    GArray *events;        /* AnalysisEvent */
    const char *limit;     /* a bound that was hit, or NULL */
    bool is_given_up;      /* so that there is no summary: nobody knows what the function does */
    uint32_t param;        /* the by-value parameter that holds the followed task, or IR_NONE */

    /* While running: */
    WorldContext context;
    BaseArena *run_arena;  /* while one task is followed: that of the run, else in `context` */
    BlockState *blocks;
    GArray *touched;       /* blocks that worlds came to */
    uint32_t waiting, first_waiting; /* how many blocks are in the queue; none before the second is */
    struct DepthSearch *depth; /* where blocks are not taken in their order (run_depth.c), else NULL */
    GPtrArray *exits;      /* World */
    GArray *sites_found;   /* Site, in the plain run of RUN_SITES */
    const Site *site;      /* the one followed */
    const AskedSlice *asked; /* the function's; while a site is followed, of its task alone where that is possible */
    bool gave_up;          /* on some path the followed task escaped */
    bool is_supposing;     /* it, or a run whose answer it used, took a variable for constant that code out of sight may write */
    bool has_given_up;     /* so did one of its sites' tasks */
    FirstLook first_look;  /* the task is followed from nothing known (first_look.c) */
    bool is_doubtful;      /* which does not settle what becomes of it */
    bool has_made;         /* the call of the site gave a new task: it may also return one that came in */
    bool is_waiting;       /* it asked for a summary that is not there yet, and will be repeated */
    uint64_t *reads;       /* which fields and globals are read from a block on (reads.c); NULL: any may be */
    const bool *leads;     /* per block: there is a way to where something is to be seen; NULL: all count */
    bool is_coarse;        /* one world of each state and place of the task, joined from the start (coarse_look.c) */
    struct Trail *made;    /* then: of the site, what it has seen (trail.c) */
    GPtrArray *trails;     /* Trail: what a coarse look has seen of the sites that want a closer one; NULL: nothing */
    const struct Trail *trail; /* while such a site is followed: its own; NULL: all ways are gone */
    bool is_second_look;   /* something was reported after a loss: with more worlds */
    uint32_t bounded_looks; /* after a closer look: so many times, in few turns of loops, and no world by way of a loss; 0: this is none */
    bool has_left_out;     /* then: there were more worlds */
    bool has_lost_element; /* a task in one of many elements is not followed any more: which one it is, a path by itself says */
    bool has_trusted;      /* of a task nobody knew any more, after a loss, that it is left alone: right was taken to be meant */
    bool is_joined;        /* worlds were joined with loss because the run went on for too long */
    bool is_general;       /* asked for a task that may come in from anywhere, not by one call */
    uint32_t ends, losses; /* of paths through a block, and of the task at these */
    bool is_probing;       /* the fixpoint is reached: blocks are executed to look at them only (watch.h) */
    bool is_final;         /* it is, too, and no world is added to a block any more; but what goes wrong is reported (last_look.c) */
    uint64_t steps;
    uint64_t part_begin, part_end; /* of context.work: what it may do (budget.c) */
    uint64_t bounded_end;  /* so, too, of a bounded look */
    bool is_short;         /* of work: it kept fewer worlds than it might have */
    uint32_t most_worlds;
    uint32_t tasks;        /* followed, or known to go right */
} Run;

struct Engine {
    const AnalysisProgram *program;
    BaseArena *arena;       /* summaries, events */
    Values *values;
    IntSets *sets;
    FunctionInfo *infos;    /* by program function */
    GPtrArray *indirect_callees; /* FunctionInfo: pointers may lead there */
    uint32_t **field_ids;   /* [module][field] -> id shared by all modules; from 1 to field_count - 1 */
    uint32_t field_count;
    uint32_t answer_field;  /* the last one: of no struct, what answers.c keeps */
    GHashTable *asked_again; /* IrInst: calls whose answer is kept */
    GHashTable *likenesses;  /* IrInst: calls that ask whether a text is a literal -> TextLikenesses, what was asked of that text before (texts.c) */
    GHashTable *copied;      /* IrInst: calls that copy a literal to a text -> TextLikenesses, what is asked of that text later, with this literal (texts.c) */
    GHashTable *of_first;    /* IrInst: calls that are asked of a text whose first character is read, too (texts.c) */
    FieldInfo *fields;      /* by that id */
    IrLayout *layouts;      /* so, too */
    bool has_unions;        /* some field is_shared */
    bool *callback_fields;    /* by shared field id: callbacks write it by a pointer to an object of the program (callback_writes.c) */
    UnseenWrites *unseen_writes; /* by program global */
    uint32_t **first_field, **next_field; /* [module][record], [module][field]: the fields of a record as a list; IR_NONE: no more */
    GHashTable *runs;       /* of RUN_ENTRY, by function and entry world */
    GPtrArray *all_runs;
    GPtrArray *queue;       /* binary heap of Runs; one that is no longer marked as queued has been answered meanwhile */
    uint32_t nesting;       /* runs that wait for the one that is under way */
    GHashTable *limits;     /* FunctionInfo -> reason */
    GHashTable *small_functions; /* IrFunction -> its body, to be put in place of calls; NULL: it is not (small_functions.c) */
    uint64_t excess_work, beside_excess; /* beyond what each function may cost anyway, in all and where no task is followed (budget.c) */
    BaseArena *site_arena;  /* of worlds and traces of the one task that is followed; emptied behind it */
    AnalysisStats stats;
    bool *array_fields;     /* by shared field id: a pointer there is used as an array (asked.c) */
    struct {
        bool *fields, *globals; /* by shared field id; by program global */
        bool *pointed_fields, *pointed_globals; /* pointers may lead there: behind_pointers counts for them */
        bool behind_pointers;   /* what pointers lead to */
        bool **records_asked, **records_with_tasks; /* [module][record]: some field inside is asked for, is a task */
        AskedIndirect indirect;
    } asked;
    struct Reads *reads;    /* what is still read (reads.c); NULL: the program is too large for that */
    const World *plain;     /* the entry world that follows no task and knows nothing */
    bool asks_all;          /* who dumps wants to see what nobody calls, too */
    GString *state_dump;    /* --dump=state: where to write, else NULL */
    const char *dumped;     /* only this function; NULL: all */
    struct Watch *watch;    /* a question about one line, or NULL (watch.h) */
};

/* One path through a block under execution. */
typedef struct Path {
    Env env;
    uint32_t next; /* instruction */
} Path;

typedef struct Exec {
    Run *run;
    Engine *engine;
    const IrModule *module;
    const IrFunction *function;
    uint32_t block;
    const IrInst *inst; /* the one under execution */
    GArray *pending;    /* Path: forks that wait */
    bool seeking;       /* before the site's call: no task is followed yet */
} Exec;

/* What gives a register its value in the block under execution; NULL: it comes from another one. */
static inline const IrInst *exec_definition(const Exec *exec, IrReg reg)
{
    return ir_definition_in(&exec->function->blocks[exec->block], reg);
}

/* engine.c */
Engine *engine_new(const AnalysisProgram *program);
void engine_answer(Engine *engine); /* everything: summaries to a fixpoint, then all tasks */
void engine_free(Engine *engine);   /* all but the arena, which belongs to the result */
Run *engine_entry_run(Engine *engine, FunctionInfo *info, const World *entry); /* finds or makes; queues a new one */
Run *engine_parameter_run(Engine *engine, FunctionInfo *info, uint32_t parameter); /* the same for the entry with a task in a parameter, of which nothing else is known */
Run *engine_giving_run(Run *run, Giving as); /* the same question, answered by each task that the function gives to callers (summary_given.c); queues a new one */
Run *engine_known_run(const Engine *engine, FunctionInfo *info, const World *entry); /* NULL: nobody asked yet */
void engine_depend(Run *on, Run *dependent); /* repeat `dependent` when the summary of `on` changes */
void engine_queue(Run *run);
void engine_ask(Run *run, Run *asker); /* for its answer: it is there now, or the asker is repeated when it comes */
/* Has the run answered at once, rather than in its turn, so that `asker` need not be repeated: where the two do not go in circles. */
void engine_answer_now(Run *run, const Run *asker);
bool engine_is_trusted(const FunctionInfo *callee); /* keeps no pointer it is given, and calls nothing back. NULL: unknown, so not */
bool engine_is_number(const Engine *engine, Value value); /* a constant or an unknown number */
bool engine_names_number(const Engine *engine, const World *entry); /* it says what numbers lie beside the task */
bool engine_dominates(FunctionInfo *info, uint32_t block, uint32_t other); /* no path comes to the other block but by this one */
bool engine_leaves_loop(FunctionInfo *info, uint32_t from, uint32_t to, uint32_t other); /* an edge leads out of a loop around both `from` and `other` */
uint32_t engine_loop_of(FunctionInfo *info, uint32_t block); /* the head of the innermost loop around a block; IR_NONE: there is none */
uint32_t engine_loop_around(FunctionInfo *info, uint32_t head); /* the head of the next loop around that loop */
FunctionInfo *engine_callee(Engine *engine, uint32_t module_index, uint32_t function);
bool engine_is_shown(const FunctionInfo *callee, uint32_t argument); /* the callee does not write what that leads to. NULL: unknown, so it may */
IrEffect engine_effect(const FunctionInfo *callee, uint32_t argument); /* as declared. callee NULL: unknown */

/* results.c */
void results_collect(Engine *engine, AnalysisResult *result); /* the answers are there: events and limits */

/* reads.c */
typedef struct Reads Reads;
void reads_find(Engine *engine, FunctionInfo *const *ordered); /* all functions, callees first */
uint64_t *reads_from_blocks(const Engine *engine, const FunctionInfo *info); /* g_free; NULL: nobody knows */
bool reads_forget(const Engine *engine, const uint64_t *from_blocks, uint32_t block, Value key, Value value); /* a number that nobody asks for from the block on */

/* answers.c */
bool answers_are_kept(const Engine *engine, const IrInst *call);
bool answers_are_stored(const FunctionInfo *callee, const IrInst *call); /* `__builtin_add_overflow(a, b, &sum)`: behind an argument that is not declared */
Value answers_place(Exec *exec, const IrInst *call, const FunctionInfo *callee, const Value *arguments); /* VALUE_NONE: not kept */
bool answers_is_place(const Engine *engine, Value address);
Value answers_load(Exec *exec, Env *env, Value place, IrType type);
bool answers_agree(Exec *exec, Env *env, const IrInst *call, Value place); /* the call's result with what was answered before; false: it cannot be */
void answers_forget(Exec *exec, Env *env, Value address, bool is_task); /* something (is_task: a task) was stored there, or inside */

/* bits.c: behind a call of such a function; the way on which there is no bit goes on at `next`. false: this one is impossible. */
bool bits_tell(Exec *exec, Env *env, const IrInst *call, const FunctionInfo *callee, const Value *arguments, uint32_t next);
/* Before such a call: who follows single paths takes few numbers one by one, since which bit is meant follows of each, and not of all. The others wait, to go on at `at`. false: the path is impossible. */
bool bits_ask(Exec *exec, Env *env, const IrInst *call, uint32_t at);
/* What a shift moves by is less than the type has bits: of more C says nothing, and no right program does it. false: the path is impossible. */
bool bits_shift_within(Exec *exec, Env *env, const IrInst *inst);
bool bits_are_asked(const FunctionInfo *callee); /* by such a function; NULL: unknown, so not */
bool bits_note_answer(const FunctionInfo *callee); /* what such a function answers of a number is remembered here, as long as something holds the number */
/* The lowest bit that is set in a number that is not 0, `x & -x`. VALUE_NONE: the path is impossible. */
Value bits_lowest(Exec *exec, Env *env, Value number, IrType type);
bool bits_are_but_lowest(Exec *exec, const Env *env, Value number, Value mask, IrType type); /* a mask of all bits but this one */
/* What is left without it has no bit up to the first that could be the lowest. */
void bits_note_rest(Exec *exec, Env *env, Value number, Value rest, IrType type);

/* texts.c */
typedef struct TextLikeness {
    const IrInst *call;
    uint32_t literal_at; /* which of its arguments is the literal */
    Value literal, most; /* most: how many characters count at most; VALUE_NONE: all */
} TextLikeness;

bool texts_are_copied(const FunctionInfo *callee);   /* by such a function, the second to the first */
void texts_note_copy(Exec *exec, Env *env, const IrInst *call, const Value *arguments); /* behind such a call: the text is that literal */
bool texts_are_compared(const FunctionInfo *callee); /* by such a function, two of them */
bool texts_are_asked(const FunctionInfo *callee); /* by such a function; NULL: unknown, so not */
/* What `strcmp` gives for a text of which it is known that it is another literal, or that it was before unseen code ran: that is noted of `place`, where the answer lies. Before that is loaded. */
IntSet texts_told(Exec *exec, Env *env, const IrInst *call, const FunctionInfo *callee, const Value *arguments, Value place);
IntSet texts_answer(Exec *exec, const Env *env, const IrInst *call, const FunctionInfo *callee, const Value *arguments); /* what `strcmp` and others give for texts that are known; INTSET_FULL: anything */
bool texts_ask(Exec *exec, Env *env, const IrInst *inst, uint32_t at); /* whether the text is empty, where its first character tells elsewhere: the other answer waits at `at`; false: neither is possible */

/* fields.c */
void fields_find(Engine *engine); /* field_ids, fields, layouts, first_field, next_field */
bool fields_begin_as_one(const Engine *engine, int64_t a, int64_t b); /* the same, or members of a union that begin at one bit of it */

/* call_graph.c */
void call_graph_order(Engine *engine); /* order, component_size, calls_pointers, is_relevant, is_reached */

/* small_functions.c: the function with what it calls written out, as far as that is small and plain; lives in the engine's arena. */
const IrFunction *small_functions_inline(Engine *engine, const FunctionInfo *info);

/* run.c */
void run_execute(Run *run);
void run_reach(Run *run, uint32_t target, const Env *env); /* env arrives at the start of a block */
void run_exit(Run *run, const Env *env);                   /* env returns */
/* Follows the task of one site from the worlds in which the block of its call is entered; the worlds of blocks are there until run_forget. */
void run_follow(Run *run, const Site *site, const World *const *before, uint32_t count);
void run_forget(Run *run);
static inline bool run_follows_sites(const Run *run) /* the tasks that the function comes to own, one by one: to judge them, or to tell callers of those that they get */
{
    return run->kind == RUN_SITES || run->gives;
}

/* budget.c: how much work a run may do. */
/* From now on it may do one of so many equal parts of what its function has left. */
void budget_begin(Run *run, uint64_t parts);
void budget_begin_deep(Run *run, uint32_t look); /* before each bounded look that goes deep */
void budget_begin_bounded(Run *run, bool is_cut_short); /* before a bounded look: it has some work of its own, of which it shares out parts */
void budget_end(Run *run); /* the run is over: what it did counts for its function */
bool budget_is_half_spent(const Run *run);
bool budget_is_spent(const Run *run);
uint32_t budget_worlds(const Run *run, uint32_t most); /* how many worlds of one task state it may keep at a point: fewer the less is left */

/* holders.c */
/* The objects made here that hold the followed task, or lead to one that does; NULL: none. */
GArray *holders_of_task(const Run *run, const Env *env);
bool holders_have(const GArray *holders, Value object);
void holders_free(GArray *holders);
/* Whether the task is where it may be found although this function has no name for it any more: in memory that others know, or in an array
 * that a loop filled by number. */
bool holders_are_lasting(const Run *run, const Env *env);

/* first_look.c */
bool first_look_is_possible(const Run *run);
/* Follows the tasks of all sites, or of those whose calls (IrInst) are in `only`. The calls whose tasks want a closer look; free with
 * g_hash_table_destroy. *done: adds the number of the others. */
GHashTable *first_look(Run *run, FirstLook look, GHashTable *only, uint32_t *done);
bool first_look_goes_on(const Run *run); /* true when it is none */
/* Whether what lies at the address is known during a first look; whether a cell is kept at the border of a block. */
bool first_look_knows(const Run *run, Value address);
bool first_look_keeps(const Run *run, Value key, Value value);
/* Whether it does not matter what the callee does: no task goes in, and the one that is looked for does not come out. */
bool first_look_skips(const Exec *exec, const IrInst *call, const FunctionInfo *callee, const World *entry);
/* Whether a call settles too little about the task that is handed to it; asks for what is known already. callee NULL: unknown code. */
bool first_look_is_lost(Exec *exec, FunctionInfo *callee, const World *entry);

/* exec.c */
/* How many paths through the block there were, forks included, but not where it branches at its end. */
uint32_t exec_block(Run *run, uint32_t block, const World *world, bool seeking);
Value exec_register(Exec *exec, Env *env, IrReg reg);
void exec_set_register(Exec *exec, Env *env, IrReg reg, Value value);
void exec_step(Exec *exec, Env *env, TraceStepKind kind, IrSpan span, const char *name);
void exec_consume(Exec *exec, Env *env, const IrInst *inst, AnalysisUse use, const char *callee, IrReg reg, const Trace *inner);
/* Another task than the followed one was consumed: whoever gets it from this function has to know. how: as VALUE_KEY_CONSUMED says it. */
void exec_note_consumed(Exec *exec, Env *env, Value task, int64_t how);
void exec_observe(Exec *exec, Env *env, const IrInst *inst, AnalysisUse use, const char *callee, IrReg reg);
void exec_forget_incomplete(Exec *exec, Env *env); /* time passes: tasks that were not complete may be now */
bool exec_is_site(const Exec *exec, const IrInst *inst, Value out_key, bool is_found);

/* exec_leave.c */
void exec_leave(Exec *exec, Env *env, const IrInst *inst); /* inst: the terminator */

/* elements.c */
enum { ELEMENTS_FORKED = 16 }; /* values of an index that are followed one by one */
Value elements_index(Exec *exec, Env *env, const IrInst *inst); /* the address of an element */
Value elements_known(Exec *exec, const Env *env, Value address); /* the address by the element's number, where that has become known; else as it is */
void elements_name_place(Exec *exec, Env *env); /* the element in which the followed task is, by its number where that has become known */
/* Before an instruction: forks where it matters which element it finds. false: this path is impossible. */
bool elements_ask(Exec *exec, Env *env, const IrInst *inst, uint32_t at);
Value elements_index_of_task(const Exec *exec, const Env *env); /* the number of the element in which the followed task lies; VALUE_NONE: it has no place */

/* elements_index.c */
bool elements_are_asked(const IrBlock *block, IrReg condition); /* the block's condition asks what an element holds, another one each time */
/* Whether a number is one of few only because it goes round, as the places of a ring do: which place it is depends on a counter that may stand anywhere, so nobody can say that it is a wrong one. What no loop
 * changes is as good a number as any; and so is one of few, as long as nothing has been lost that may have said which one goes with which place. */
bool elements_go_round(const Exec *exec, const Env *env, IrReg reg, Value index);
uint32_t elements_counter(const Exec *exec, IrReg reg, bool *is_less); /* the local that a register holds, or holds but for a constant that is taken off; IR_NONE: another thing */
uint32_t elements_counter_of_index(const Exec *exec, IrReg reg); /* the counter that an index is, or what is left of one that goes round: `tail % 4` */

/* elements_moved.c */
void elements_note_moving(Exec *exec, Env *env, const IrInst *store); /* of a task that is about to be stored */
void elements_leave_last(Exec *exec, Env *env, const IrInst *store, Value task); /* of a task that was stored */

/* tables.c */
/* A load by an index that is one of few, where it is known what stands there: each value that may be found goes on as a path of its own, behind the load
 * (exec->pending). false: it is another load. */
bool tables_fork_load(Exec *exec, Env *env, const IrInst *load, uint32_t next);

/* task_counts.c */
/* Where a loop is left because of a count of tasks, the one in the array is taken to be none of those that are left there. */
void task_counts_leave(Exec *exec, Env *env, const IrInst *branch, uint32_t target, bool is_bound_lost);
bool task_counts_is_bound_lost(Exec *exec, Env *env, const IrInst *branch); /* asked before the branch has taught the path anything */
void task_counts_free(FunctionInfo *info); /* what it keeps there */

/* extent.c */
/* The elements of an array that a call of a function without a body is about: so many from an address on. */
typedef struct Extent {
    Value from, count;
    bool has_count; /* else it is one object */
} Extent;

typedef enum Reach {
    REACH_NONE,
    REACH_PAST,    /* it is an element of the array, past the last that is meant */
    REACH_MAYBE,   /* it is an element of the array, but perhaps past the last that is meant */
    REACH_UNKNOWN, /* it is an element of the array, but perhaps before the first that is meant */
    REACH_CERTAIN
} Reach;

/* The register with the number of elements behind a pointer argument with a declared effect; IR_NONE: it is one object. */
IrReg extent_count_argument(const FunctionInfo *callee, const IrInst *call, uint32_t pointer);
Extent extent_of(Exec *exec, Env *env, const IrInst *inst, const FunctionInfo *callee, uint32_t pointer);
Reach extent_reach(Exec *exec, const Env *env, Extent extent, uint32_t *times); /* whether the followed task is among them, and certainly in how many of its places */
/* The same as a condition, where it is for the caller to decide; VALUE_NONE: it is not, or nothing is open. */
Value extent_question(Exec *exec, Env *env, const IrInst *call);

/* lost.c */
void lost_consume(Exec *exec, Env *env, Value task); /* another task, found in memory: by a pointer that is lost it may be the followed one */
void lost_consume_any(Exec *exec, Env *env);         /* so did a callee, nobody knows where */
void lost_store(Exec *exec, Env *env, Value key);    /* a callee stored somewhere, as a VALUE_KEY_LOST_STORE says */

/* call.c */
Value call_new_task(Exec *exec, Env *env, const IrInst *inst, Value out_key, IrType type, const char *maker,
                    const char *name, bool is_consumed);
/* The task that lies in memory from outside, read for the first time: the followed one, when this is its site. */
Value call_found_task(Exec *exec, Env *env, Value address, IrType type);
bool exec_call(Exec *exec, Env *env, const IrInst *inst, uint32_t next);

/* summary_entry.c */
const World *summary_entry(Exec *exec, Env *env, const IrInst *inst, FunctionInfo *callee, const Value *arguments);
/* Where the answer for all numbers at once came of joins with loss: the same entry with the numbers that the caller has. `entry`, where there are none. */
const World *summary_closer_entry(Exec *exec, Env *env, const IrInst *inst, Run *answer, const Value *arguments, const World *entry);
bool summary_is_loose(const Run *answer); /* it came of joins with loss, or there is none: it says less than one for some numbers, or for one task, could */
/* Whether the function is entered with more numbers beside the task than are told apart. */
bool summary_is_past_numbers(const Run *run, const FunctionInfo *callee);

/* summary_given.c */
/* Where the answer came of joins with loss, and the call puts the task that is followed from there on where the caller has it: the ways that do; else NULL. Who looks for
 * sites hears of all such places. */
const Summary *summary_given(Exec *exec, const Env *env, const IrInst *call, Run *answer, const Value *arguments);

/* summary.c */
/* Changes env by one way in which the call can end; false: not possible here. */
bool summary_apply(Exec *exec, Env *env, const IrInst *inst, const Run *callee, const World *way, const Value *arguments);
/* Of a way that tells of a task which the callee gives its caller (summary_given.c): whether it does at this place; all such places, for who looks for sites. */
bool summary_gives_at(Values *values, const World *way, Value place);
void summary_note_given(Exec *exec, const Env *env, const IrInst *inst, const Run *callee, const World *way, const Value *arguments);
/* What the caller knows where a way of the callee looks for a number: a constant, or an unknown that is known to be small. */
typedef struct KnownNumber {
    Value place, value; /* place: of an argument the callee's, else the caller's */
    bool is_argument;
} KnownNumber;

GArray *summary_numbers(Exec *exec, const Env *env, const IrInst *inst, const Run *callee, const Value *arguments);
/* How many tasks a way of a function gives to callers: returned, or put where others were. */
uint32_t summary_tasks_given(WorldContext *context, const World *world);
/* Whether the run has been repeated so often that its answer is to be widened. */
bool summary_is_to_widen(const Run *run);

/* Whether the calls that are seen are all that decide: of an internal function they are all there are; a global is set beforehand, by whoever
 * steers the program, so that those which are seen are trusted. */
bool summary_callers_are_known(const FunctionInfo *info, SummarySplit split);
/* From the exits of a run; *is_same: it says what run->summary says already (which is then returned). */
Summary summary_make(Engine *engine, Run *run, GPtrArray *exits, bool *is_same);
void summary_merge(Run *run, GPtrArray *exits); /* exactly where possible, then with loss while there are more ways than a summary has */
/* Makes the exits of a run that was repeated often include those it had before, with what keeps changing left out. */
void summary_widen(Run *run, GPtrArray *exits);

/* constant_arguments.c */
void constant_arguments_find(Engine *engine);
/* The constant of an integer type in a register, by the instructions (or NULL) that define the function's registers. */
bool constant_arguments_find_number(const IrInst *const *definition, IrReg reg, IrType type, int64_t *number);

/* unseen_writes.c */
void unseen_writes_find(Engine *engine);
/* Of a place in a variable that the program defines, whether a callback changes it (its field, where it is a struct). */
bool unseen_writes_are_expected(const Engine *engine, Value place);

/* callback_writes.c, for unseen_writes_find: fills engine->callback_fields. `is_callback`: per function of the program. */
void callback_writes_find(Engine *engine, const bool *is_callback);

/* summary_depth.c */
/* A way of a summary without what lies too many pointers away. */
const World *summary_without_far(WorldContext *context, const World *world);

/* overlap.c */
/* Whether other addresses may name the same place: it is behind an element of unknown number, or a member of a union. */
bool overlap_is_doubtful(const Exec *exec, Value address);
bool overlap_may_be_same(Exec *exec, const Env *env, Value a, Value b); /* two places in one object */
/* The name under which a world has what lies at the address, a scalar: another where it is a member of a union that was written as another one. */
Value overlap_known_name(Exec *exec, const Env *env, Value address);
Value overlap_array(const Values *values, Value address); /* of whose element it is the address; itself, where it is of none */
/* How many elements past the address `from` a place lies that is in the same array, or inside of one of its elements; VALUE_NONE: it is not. */
Value overlap_elements_past(Values *values, Value place, Value from);
/* Whether a load of that type reads a floating-point number as an integer, or the other way round: by a member of a union, or a pointer of another type. */
bool overlap_is_float_as_bits(const Exec *exec, Value address, Value held, IrType type);
/* Whether a place may lie in the object, or (is_array) in the array of which that is an element. */
bool overlap_may_be_inside(Exec *exec, const Env *env, Value address, Value object, bool is_array);

/* initials.c */
Value initials_value(Exec *exec, Value address); /* VALUE_NONE: it is written somewhere, or not known */
bool initials_are_kept(const Exec *exec, Value root); /* it is such a global */
bool initials_have_functions(const Engine *engine, uint32_t global); /* it is such a table */
/* Calls `visit` with each function that a never-written table of functions can give at an address with unknown indices.
 * false: the address is not of that kind. */
bool initials_functions(Exec *exec, Value address, void (*visit)(uint32_t function, void *data), void *data);

/* memory.c */
Value memory_load(Exec *exec, Env *env, Value address, IrType type, bool is_volatile);
void memory_store(Exec *exec, Env *env, Value address, Value value, IrType type, const IrInst *inst);
/* The same in steps, where several are stored to that have nothing to do with each other: what may lie there by another name is forgotten (VALUE_NONE: nobody
 * can say where it goes), what is there now; then memory_note_kept. */
Value memory_prepare_store(Exec *exec, Env *env, Value address, Value value, IrType type, const IrInst *inst);
void memory_put(Exec *exec, Env *env, Value address, Value value, IrType type);
/* The cell says nothing any more. For loops from the last cell to the first: the number of cells that are left to be visited. */
uint32_t memory_forget_cell(Exec *exec, Env *env, uint32_t at);
/* Numbers in objects of other names that may be that one become unknown; record: its struct, or IR_NONE. */
void memory_forget_aliases(Exec *exec, Env *env, Value object, uint32_t record);
Rest memory_rest(Exec *exec, const Env *env, Value address); /* what a place without a cell holds */
bool memory_is_made_here(const Exec *exec, const Env *env, Value root); /* it was allocated on this path */
bool memory_is_private(Exec *exec, const Env *env, Value root); /* no code that cannot be seen knows the object */
bool memory_has_field(const Engine *engine, uint32_t m, uint32_t record, int64_t id); /* a field, of any module, is inside such a struct of this one */
uint32_t memory_field_id(const Engine *engine, uint32_t module_index, uint32_t field);
/* Several were stored to in an order that is not known: what else may be this one is no longer certain to those who read it here. */
void memory_doubt_aliases(Exec *exec, Env *env, Value address);
void memory_escape(Exec *exec, Env *env, Value value);
/* The same, but the object there is only shown: what gets it as a pointer to const does not write it. What it leads to, others know from here on. */
void memory_show(Exec *exec, Env *env, Value value);
bool memory_leads_to_task(Exec *exec, const Env *env, Value address); /* the followed one can be reached from there */
void memory_note_lost(Exec *exec, Env *env, Value value); /* so may unknown pointers that this code has */
bool memory_may_be_one_object(Exec *exec, const Env *env, Value a, Value b); /* of different names, by their roots */
bool memory_may_be_one_place(Exec *exec, const Env *env, Value a, Value b); /* in objects of different names, by pointers of which one is unknown */
void memory_note_found(Exec *exec, Env *env, Value value); /* what it points to may be found by others */
void memory_note_copied(Exec *exec, Env *env, Value object); /* so may what the pointers in it lead to: its bytes were handed out */
void memory_note_kept(Exec *exec, Env *env, Value place, Value value); /* what was put there is known to those who know the place */
void memory_havoc(Exec *exec, Env *env);

bool waits_for_change(Exec *exec, const Env *env); /* waits.c: the block's branch asks the condition of a loop that code out of sight is to end */
bool waits_for_end(Exec *exec, const Env *env); /* it asks whether a loop goes on, or a part of that, and waits for nothing but its own end */
bool waits_for_so_many(Exec *exec); /* the followed task is one of as many as the loop that makes it counts to */
bool waits_among_counted(Exec *exec); /* the block is in a loop that goes on while there are more of the tasks among which the followed one was counted, and does not ask what belongs to one of these */
bool foregone_is_asked(Exec *exec, const Env *env); /* foregone.c: the branch or switch under execution expects that such code has changed what was stored */
bool foregone_was_asked(Exec *exec, const Env *env); /* what the block's branch asks as the condition of a loop was asked in the same turn, before the followed task was made (or the next one, where it is consumed), and such code did not get the place since then */
bool foregone_is_set_too(Exec *exec, Value place);  /* the function may have stored other numbers there than 0 before, or in such a place of another object */

/* --- reading.c: what instructions say without being executed --- */

/* Where a number stands, as far as it matters: in a field, a global, or behind what a variable, a field or a global points to. */
typedef enum SpotKind { SPOT_NONE, SPOT_LOCAL, SPOT_FIELD, SPOT_GLOBAL, SPOT_BEHIND, SPOT_BEHIND_FIELD, SPOT_BEHIND_GLOBAL } SpotKind;

typedef struct Spot {
    SpotKind kind;
    uint32_t number;
} Spot;

typedef struct Reading {
    const Engine *engine;
    FunctionInfo *info;
    const IrInst **definition; /* per register */
} Reading;

Reading reading_begin(const Engine *engine, FunctionInfo *info); /* g_free what it defines */
Spot reading_spot(const Reading *reading, IrReg address); /* the number, or the array of numbers, in which an address leads */
const IrInst *reading_number(const Reading *reading, IrReg reg); /* what a register holds but for conversions */
bool reading_are_together(const Reading *reading, uint32_t block, uint32_t other); /* each turn of a loop that comes to the one block, and round, comes to the other, too: `if (++tail == size) tail = 0;` may stand between them */
bool reading_is_beside(const Reading *reading, const GArray *blocks, uint32_t block); /* so of one of these blocks (uint32_t) */
bool reading_is_behind(const Reading *reading, const GArray *blocks, uint32_t block); /* whether each turn that comes to the block has come to one of these before */
bool spot_is_same(Spot a, Spot b);
bool spot_is_among(const GArray *spots, Spot spot); /* of Spot */

bool own_counts_has(Exec *exec, const Env *env, Value place); /* own_counts.c: a number, or all numbers of an array, by which the function finds its own tasks: unseen code does not change it */

bool own_counts_is_one(Exec *exec, const Env *env, Value place); /* it is such a number, whoever may change it */
bool own_counts_are_apart(Exec *exec, const Env *env, Value place, Value other); /* it stands behind another pointer than the other place of its kind, which is not the same: two elements of a list, or what two parameters lead to */
void own_counts_name_zeros(Exec *exec, Env *env); /* of an object that was emptied as a whole, those numbers have cells of their own from now on */
bool own_counts_has_bound(Exec *exec, const Env *env, Cell cell); /* nor the bound to which it counts while it does so, as far as nothing was stored there */

void own_marks_store(Exec *exec, Env *env, const IrInst *store); /* own_marks.c: what is stored says that there is a task: it is not what clears such a mark */

/* flag_pointers.c: a load or store follows a pointer, so that it is not null; of those that stand for whether there is a task. */
void flag_pointers_follow(Exec *exec, Env *env, const IrInst *inst);

/* unchanged.c: what is tested again after unknown code ran. */
void unchanged_keep(Exec *exec, Env *env, GArray *before); /* Cell: what lay in places that such code may have changed; frees it */
void unchanged_store(Exec *exec, Env *env, Cell stored, IrType type); /* a place gets this value */
bool unchanged_remembers(Exec *exec, const Env *env, Value place); /* something was known of it before such code ran */
void unchanged_forget(Exec *exec, Env *env, Value place);  /* what was known of it is not asked about again */
void unchanged_begin_task(Exec *exec, Env *env);           /* there is a task to follow from now on */
void unchanged_read_own(Exec *exec, Env *env, Cell read); /* a number in a struct of this function that is no constant is remembered at once: others get the object, and work on it */
void unchanged_load(Exec *exec, Env *env, Cell loaded);     /* an unknown, from a place of which nothing was known */
void unchanged_open(Exec *exec, Env *env, Value outer, uint32_t field); /* an unknown has become the address of this field of another one */
void unchanged_hear(Exec *exec, Env *env, Cell known, bool is_before_task); /* from a callee: what lay in a place before such code ran */
/* What a place held before unseen code ran, if it was a number; VALUE_NONE: nothing is remembered. */
Value unchanged_before(Exec *exec, const Env *env, Value place, int *time);
void unchanged_conclude(Exec *exec, Env *env, Value place, IntSet set, int time); /* that a place, of which nothing is remembered, held one of these */
void unchanged_judged(Exec *exec, Env *env); /* an `if` has asked, and what it learnt of changes is not held against those who ask something else later */
/* Two pointers are compared: into one array, if it is worth asking. What one of them was read from again, after unseen code ran, is what it was. */
void unchanged_compare(Exec *exec, Env *env, Value left, Value right);
/* A task is put into an array of the function, or taken out, by this number: what it was read from again is what it was, too. */
void unchanged_index(Exec *exec, Env *env, Value index);
/* Two unknowns turn out to be one: what was learnt of the first was learnt of the other. As unchanged_assume. */
bool unchanged_rename(Exec *exec, Env *env, Value symbol, Value by);
void unchanged_hand_over(Exec *exec, Env *env, Value pointer); /* to such code, which may write what it leads to */
Value unchanged_first_name(Exec *exec, const Env *env, Value place); /* by which it is remembered: a pointer that was read again leads to what it led to */
/* As env_assume; and where only a change allows it, the followed task escapes. */
bool unchanged_assume(Exec *exec, Env *env, Value value, IntSet set);
/* The same on the way to a block; is_none_of_many: the set is what several questions left, as the cases of a switch do. */
bool unchanged_assume_on_way(Exec *exec, Env *env, Value value, IntSet set, uint32_t target, bool is_none_of_many);
/* As env_assume, where a change is what the program waits for: from now on it is no news. */
bool unchanged_assume_awaited(Exec *exec, Env *env, Value value, IntSet set);

/* containers.c */
Value container_of(const Exec *exec, Value inner, uint32_t field); /* the object whose field is at `inner` */
/* The same object by a name of its own, where it is one around what an unknown pointer leads to; that pointer leads into it from now on. */
Value container_open(Exec *exec, Env *env, Value container);
Value container_step(Exec *exec, Env *env, const IrInst *inst); /* what IR_OP_FIELD and IR_OP_CONTAINER give */
Value container_whole(const Engine *engine, Value address); /* the outermost object that begins at the address */

/* objects.c */
/* What an address leads to: one object, of this struct (IR_NONE: not known), or the array that begins there. */
typedef struct ObjectExtent {
    bool is_array;
    uint32_t record;
} ObjectExtent;

static inline ObjectExtent object_extent(IrType type)
{
    return (ObjectExtent){type.record == IR_NONE, type.record};
}

void object_copy(Exec *exec, Env *env, Value destination, Value source, IrType type);
/* The object gets other contents: all zero, or unknown. */
void object_fill(Exec *exec, Env *env, Value object, ObjectExtent extent, bool to_zero);
void object_free(Exec *exec, Env *env, const IrInst *call, Value address, const char *by); /* the object at address ends; call NULL: what it held has moved */
void object_written(Exec *exec, Env *env, Value address); /* code that is trusted may have changed the array at address, or a part of it; not what is_order there */

/* report.c */
bool report_is_same_place(const AnalysisEvent *a, const AnalysisEvent *b); /* the same finding, whatever the path */
/* Enters an event where the same is not there already: of two, the one on a certain path, then the shorter one stays. */
void report_add(GArray *events, const AnalysisEvent *event);
AnalysisDoubt report_doubt(const Run *run, bool is_loose, bool is_loose_since_task); /* of what is seen in a world */
AnalysisDoubt report_most_doubt(const GArray *events);
void report_event(Exec *exec, AnalysisEvent event, const Trace *trace, AnalysisDoubt doubt);
void report_lost(Exec *exec, const Env *env, const Trace *trace, AnalysisLoss loss);
void report_partial_parameter(Run *run, const World *lost);
const char *report_type_name(const IrModule *module, IrType type); /* of a task: "vt_int"; NULL: it has none, or is no task */
/* The path as steps, in order of execution; in the arena. */
TraceStep *report_steps(const Trace *trace, BaseArena *arena, uint32_t *count);
/* The variable that gets the task of a site, or NULL. */
const char *report_site_name(const Run *run, const Site *site);
const char *report_stored_name(const IrModule *module, const IrFunction *function, const IrInst *inst, BaseArena *arena);

/* asked.c */
void asked_find(Engine *engine);
bool asked_is_called_indirectly(const FunctionInfo *info); /* its address is taken */
/* Whether what numbers and pointers are at this place can matter to some task. */
bool asked_is_at(const Run *run, Value address);
/* Whether a cell holds what can matter to no task that the run follows. */
bool asked_is_forgotten(const Run *run, const Env *env, Value key, Value value);

/* settled.c */
void settled_find(Engine *engine, FunctionInfo *info); /* callees first */

/* pending.c */
void pending_find(Engine *engine, FunctionInfo *const *ordered, uint32_t count); /* FunctionInfo.may_return_pending; callees first */

/* site_slices.c */
typedef struct SiteSlices SiteSlices;
SiteSlices *site_slices_new(Engine *engine, FunctionInfo *info);
const AskedSlice *site_slices_get(SiteSlices *slices, const Site *site); /* until the next call */
void site_slices_free(SiteSlices *slices);

/* dump.c */
void engine_dump_summaries(Engine *engine, const char *function, GString *out);
/* A value as C would write it; `symbols`: names of its unknowns, NULL entries and NULL: s0, s1, ... */
void engine_append_value(const Engine *engine, const IrFunction *function, const char *const *symbols, Value value, GString *out);
void engine_dump_worlds(Engine *engine, const Run *run, const char *title, GString *out); /* of the blocks of a run that is under way */

/* heap_values.c */
typedef struct HeapValues HeapValues;
HeapValues *heap_values_new(Engine *engine); /* lives in the engine's arena */
/* Whether a register of the function leads to heap memory, on each path on which it leads anywhere, or by a parameter for which some caller gives such. */
bool heap_values_leads_to(HeapValues *heap, const FunctionInfo *info, const IrInst *const *definition, IrReg reg);

/* storage.c: findings that need no paths */
void storage_report(Engine *engine, GArray *events);

#endif
