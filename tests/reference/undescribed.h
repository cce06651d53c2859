/* A header for the test of scripts/reference: one function lacks its comment. */
#ifndef UNDESCRIBED_H
#define UNDESCRIBED_H

/* Described. */
int vt_described(void);

int vt_undescribed(void);

#endif
