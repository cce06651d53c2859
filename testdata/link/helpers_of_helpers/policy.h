#ifndef POLICY_H
#define POLICY_H
#include <stdbool.h>

bool is_allowed(int port);
bool is_strict(void);
bool is_verbose(void);
void refuse(int port);
void complain(int port);

#endif
