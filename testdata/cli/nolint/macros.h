#ifndef MACROS_H
#define MACROS_H
#define QUIET_DROP()                                                  \
    do {                                                              \
        (void)make(); /* NOLINT(vt-unawaited): nobody waits for it */ \
    } while (0)
#define OUTER_DROP() QUIET_DROP()
#endif
