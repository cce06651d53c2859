/* What happens when the run time notices a misuse that slipped past the checker: a value task consumed twice, a
 * wait that can never end, a result of the wrong size.
 */
#ifndef VALUETASK_MISUSE_H
#define VALUETASK_MISUSE_H

#ifdef __cplusplus
extern "C" {
#endif

/* Gets one sentence or two, without a line end: the function that was called, what is wrong, what to do instead.
 * The text is valid during the call. A handler may return; the misused call then fails with -EINVAL (-EDEADLK for a
 * wait that can never end) and does no harm. It runs inside that call, so it must not use value tasks itself. */
typedef void (*vt_misuse_handler)(const char *message);

/* Installs `handler` for all threads and returns the one before; NULL restores the default, which prints the message on
 * standard error and aborts. Thread-safe. */
vt_misuse_handler vt_set_misuse_handler(vt_misuse_handler handler);

#ifdef __cplusplus
}
#endif

#endif
