/* program.h - the program the analysis sees: modules whose symbols have been resolved against each other.
 *
 * link/join.h makes it. Everything is by (module, index) so that modules stay untouched and shared. */
#ifndef VTCHECK_ANALYSIS_PROGRAM_H
#define VTCHECK_ANALYSIS_PROGRAM_H

#include <glib.h>

#include "ir/ir.h"

/* One function of the program: all declarations and definitions of one symbol. */
typedef struct AnalysisFunction {
    const IrModule *module;       /* of the chosen definition, else of the first declaration */
    const IrFunction *function;
    uint32_t index;               /* of it, in module->functions */
    bool is_table_target;         /* in any module */
    bool is_address_taken;
    bool is_context;              /* its module is not checked: nothing is reported in it, and what it does counts only where it is called */
    IrCompletion completion;      /* annotations of all declarations joined */
    IrEffect *effects;            /* per parameter of `function`, annotations of all declarations joined */
} AnalysisFunction;

typedef struct AnalysisGlobal {
    const IrModule *module;       /* of the definition, else of the first declaration */
    const IrGlobal *global;
    bool is_ever_written;         /* by any instruction of any module, or its address reaches code that may */
    bool is_defined;              /* in one of the modules */
} AnalysisGlobal;

typedef struct AnalysisProgram {
    const IrModule **modules;      uint32_t module_count;
    AnalysisFunction *functions;   uint32_t function_count;
    AnalysisGlobal *globals;       uint32_t global_count;
    bool is_part;                  /* not all callers of its functions may be there */
    bool is_open;                  /* there may be code beyond the modules that writes variables of external linkage */
    bool is_awaited;               /* its other modules are to come: what they define is as good as unknown, whatever the contract says of code without a body */
    bool *is_context;              /* per module: it is there to be known to the others, not to be checked */
    uint32_t **function_of;        /* [module][index in module] -> index in functions */
    uint32_t **global_of;          /* [module][index in module] -> index in globals */
    BaseArena *arena;              /* owns the tables, not the modules */
} AnalysisProgram;

#endif
