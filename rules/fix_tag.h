/* fix_tag.h - whether a program tells the members of a union apart before it reads one.
 *
 * What a member is changed to has other bytes. That is nothing to a reader of another member who knows from a tag that this one is not
 * there; to any other reader it may be. */
#ifndef VTCHECK_RULES_FIX_TAG_H
#define VTCHECK_RULES_FIX_TAG_H

#include "fix_body.h"

/* Whether the member whose declared name is `member`, a token of `path`, is in no union; or else shares it with nothing that may hold a
 * value task, and in all of the program no other member is read but under a test of the object's tag that fails wherever this one is
 * read. A member that has its address taken counts as read. */
bool fix_is_told_apart(Fix *fix, const char *path, const ReportTokens *tokens, uint32_t member);

#endif
