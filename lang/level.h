/* level: which rules over alerts see the alerts of which others, and in which order that works.
 *
 * A rule over alerts sees the alerts of all rules over events, and of those rules over alerts
 * that its `match` names. Rules over events have level 0; a rule over alerts has the level
 * behind the highest that it sees. */
#ifndef LURCHER_LANG_LEVEL_H
#define LURCHER_LANG_LEVEL_H

#include "lang/rule.h"

#define LEVELS_MAX 16u /* alerts of alerts of alerts … */

/* Set level and named of all rules, in the check's arena. Circles, and more levels than
 * LEVELS_MAX, are reported. Rules that a tune leaves out have no level. */
void levels_find(struct check *c, struct rule *rules, uint32_t n);

/* In a rule over alerts: is it the name of the rule that gave the alert? */
bool level_is_name(const struct expr *e);

#endif
