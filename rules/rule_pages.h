/* rule_pages.h - the text of each rule's .md file, embedded at build time. */
#ifndef VTCHECK_RULES_RULE_PAGES_H
#define VTCHECK_RULES_RULE_PAGES_H

#define RULE(identifier) extern const char rule_page_##identifier[];
#include "rules.def"
#undef RULE

#endif
