// A loop that is skipped although the count was asked for 0 before: that it is negative is said.
#include <valuetask/valuetask.h>

VT_DEFINE(text, const char *);

vt_text expand(const char *word);

int words_bad(const char **words, int n, const char **out)
{
    if (n == 0)
        return 0;
    vt_text next = expand(words[0]); // expect: vt-unawaited next
    for (int i = 0; i < n; i++) { // expect-note: skipping the loop here: 'n' is negative
        vt_text now = next;
        if (i + 1 < n)
            next = expand(words[i + 1]);
        int rc = vt_text_await(now, &out[i]);
        if (rc < 0) {
            if (i + 1 < n)
                vt_text_forget(next);
            return rc;
        }
    }
    return 0;
}

int words_ok(const char **words, int n, const char **out)
{
    if (n <= 0)
        return 0;
    vt_text next = expand(words[0]);
    for (int i = 0; i < n; i++) {
        vt_text now = next;
        if (i + 1 < n)
            next = expand(words[i + 1]);
        int rc = vt_text_await(now, &out[i]);
        if (rc < 0) {
            if (i + 1 < n)
                vt_text_forget(next);
            return rc;
        }
    }
    return 0;
}
