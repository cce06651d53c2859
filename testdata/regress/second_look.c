// More paths than are kept apart at once: what seems to be lost is there, seen with more of them.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make_ready(int result);
vt_int make_pending(int result);
int pick(void);
extern int sink;
struct pair { vt_int first; vt_int second; }; // expect: vt-field-storage, vt-field-storage
#define LIKELY(condition) __builtin_expect(!!(condition), 1)
static bool attempt1_614i(vt_int task, int *out) {
    if (!vt_int_is_completed(task)) {
        return false;
    }
    sink = vt_int_await(task, out);
    return true;
}
static bool attempt1(vt_int task, int *out) {
    return attempt1_614i(task, out);
}
static void deep1(vt_int task, int depth) {
    if (depth > 0) {
        deep1(task, depth - 1);
    } else {
        vt_int_forget(task);
    }
}
static void reopen1(vt_int *task) {
    vt_int_forget(*task);
    *task = make_ready(4);
}
static vt_int keep1(vt_int task, vt_int other) {
    vt_int_forget(other);
    return task;
}
static void mode1(vt_int task, int how) {
    switch (how) {
        case 1: vt_int_forget(task); break;
        case 2: sink = vt_int_is_completed(task); break;
        default: break;
    }
}
static void fin1(vt_int task) {
    vt_int_forget(task);
}
static bool lookp1(vt_int *task) {
    return vt_int_is_completed(*task);
}
static void open1(vt_int *out) {
    *out = make_pending(1);
}
static vt_int id1(vt_int task) {
    return task;
}
static vt_int id2(vt_int task) {
    return task;
}
static bool attempt2(vt_int task, int *out) {
    if (!vt_int_is_completed(task)) {
        return false;
    }
    sink = vt_int_await(task, out);
    return true;
}
static vt_int make1(int number) {
    vt_int made = make_pending(number);
    return made;
}
int flags_and_turns_bad(int a, int n1) {
    mode1(make_ready(0), 1);
    int value = 0;
    int rc1 = 0;
    int rc2 = 0;
    struct pair pair1 = {make_ready(0), make_ready(2)}; // expect: vt-unawaited
    unsigned done1 = 0u;
    if (!(done1 & 2u)) {
        done1 |= 2u;
        if (!attempt1(pair1.first, &value)) {
            vt_int_forget(pair1.first);
        }
    }
    if (a >= 2) {
        deep1(pair1.second, 2);
    }
    if (pick() < 1) {
        if ((done1 & 2u) == 0) {
            reopen1(&pair1.first);
        }
        vt_int t1 = keep1(make_ready(1), make_ready(1));
        bool w1 = a > 0;
        if (a > 0) {
            switch (a) {
                default: vt_int_forget(t1); break;
                case 0: vt_int_forget(t1); break;
                case 1: vt_int_forget(t1); break;
            }
        }
        if (!w1) {
            fin1(t1);
        }
    } else {
        int i1 = 0;
        do {
            if ((done1 & 2u) == 0) {
                sink = lookp1(&pair1.first);
            }
        } while (++i1 < 3 && a <= 0);
        if ((done1 & 2u) == 2u) {
            open1(&pair1.first); // expect: vt-unawaited
            done1 &= ~2u;
        }
    }
    int g1 = 0;
    again1:;
    {
        {
            for (int i2 = 0; i2 < n1; i2++) {
                if (i2 != a) {
                    vt_int copy1 __attribute__((unused)) = pair1.first;
                    if ((done1 & 2u) == 0) {
                        void (*end1)(vt_int) = LIKELY(rc1) ? fin1 : fin1;
                        end1(pair1.first);
                        done1 |= 2u;
                        done1 |= 2u;
                    }
                }
                vt_int t2 = id1(make_pending(1));
                int done2 = 1;
                switch (a) {
                    case 0:;
                    {
                        vt_int t3 = id2(make_pending(2)); // expect: vt-unawaited
                        vt_int *p1 = &t3;
                        bool done3 = false;
                        if (!done3) {
                            done3 = attempt2(t3, &value);
                        }
                    }
                    break;
                    default:;
                    {
                        vt_int row1[2];
                        for (int i3 = 0; i3 < 2; i3++) {
                            row1[i3] = make_ready(0); // expect: vt-unawaited
                        }
                        int done4 = 0;
                        if (done4 == 0) {
                            done4 = 2;
                            sink = vt_int_await(row1[0], &value);
                        }
                    }
                    break;
                    case 1 ... 2:;
                    {
                        vt_int t4;
                        if (rc2 < 0) {
                            t4 = make1(i2);
                        } else {
                            t4 = keep1(make_ready(0), make_ready(2));
                        }
                        vt_int u1 = t4;
                        int done5 = 0;
                        if ((done1 & 2u) == 0) {
                            reopen1(&pair1.first);
                        }
                        if (done5 == 0) {
                            deep1(u1, 1);
                            done5 = 2;
                        }
                    }
                    break;
                }
                if (done2 > 0) {
                    sink = i2 >= a ? vt_int_await(t2, &value) : vt_int_await_timeout(t2, 9, &value);
                    done2 = 0;
                }
            }
            if (rc2 != 0) {
                goto skip1;
            }
        } skip1:;
        if (!a) {
            return sink;
        }
    }
    if (g1 < 1) {
        g1++;
        goto again1;
    }
    if (a < 2) {
        if (rc2 != 0) {
            vt_int_forget(pair1.second);
        } else {
            vt_int_forget(pair1.second);
        }
    }
    vt_int t5 = rc2 < 0 ? vt_int_from_result(7) : make_ready(0);
    if (a < 2) {
        vt_int_forget(t5);
    }
    if (a >= 2) {
        (void)vt_int_await(t5, &value);
    }
    return value;
}
