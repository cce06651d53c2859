#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(const char *text);

#define HTML "</script><script>alert(1)</script><!-- <img src=x onerror=alert(2)> &amp; \x3c"

void twice(void)
{
	vt_int t = make(HTML "<b>" /* </pre></section><iframe src="javascript:alert(3)"> ‮ evil */);
	vt_int_forget(t);
	vt_int_forget(t);
}
