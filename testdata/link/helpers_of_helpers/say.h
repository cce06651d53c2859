#ifndef SAY_H
#define SAY_H

void say(const char *what, int number);
void say_and_stop(const char *what, int number);

#endif
