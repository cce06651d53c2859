/* worker_protocol.h - what a worker process tells its parent: the outcome of one unit, as bytes.
 *
 * A message is a header (magic, length) and a body of numbers and texts (base/bytes.h), the module (ir/binary.h)
 * last: both ends are the same program. */
#ifndef VTCHECK_PIPELINE_WORKER_PROTOCOL_H
#define VTCHECK_PIPELINE_WORKER_PROTOCOL_H

#include <glib.h>

#include "base/bytes.h"
#include "frontend/frontend.h"

/* One unit's outcome. */
typedef struct PipelineOutcome {
    FrontendResult result;  /* module and error NULL: the unit never ran */
    char *dump;             /* --dump=ast: the text; else NULL */
} PipelineOutcome;

void pipeline_outcome_clear(PipelineOutcome *outcome);

/* What there is to say of a unit beside its module: counts, and Clang's errors. */
void worker_put_remarks(const FrontendResult *result, GByteArray *out);
void worker_take_remarks(BaseReader *reader, FrontendResult *result); /* `result` owns what it gets, broken or not */

/* Appends one message. */
void worker_encode(const PipelineOutcome *outcome, GByteArray *out);

typedef enum WorkerDecode { WORKER_DECODE_MORE, WORKER_DECODE_DONE, WORKER_DECODE_BROKEN } WorkerDecode;

/* DONE: there is a whole message at the front of `bytes`, of this length; what it says was not looked at. */
WorkerDecode worker_message_length(const GByteArray *bytes, size_t *length);

/* Reads a message from the front of `bytes` and removes it. DONE fills the outcome; MORE: it is not complete yet;
 * BROKEN: no message of ours. Any bytes are safe to give. A module that cannot be read back becomes an error
 * of the outcome. */
WorkerDecode worker_decode(GByteArray *bytes, PipelineOutcome *outcome);

/* The same of a message whose module was verified and that is as it was: its module is not verified again. */
WorkerDecode worker_decode_trusted(GByteArray *bytes, PipelineOutcome *outcome);

/* The same of a message that is whole; of its module, the head only (ir_read_head). */
WorkerDecode worker_decode_head(GByteArray *bytes, PipelineOutcome *outcome);

#endif
