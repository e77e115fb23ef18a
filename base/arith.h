/* arith: the arithmetic of values, for constants (when rules are compiled) and
 * events (when they run) alike.
 *
 * int with int gives int for + - * and null when it is too large; / always gives
 * a float; an operand that is a float makes the result one; nothing is divided by
 * zero (null). time − time is a duration, time ± duration a time, duration ±
 * duration a duration, duration × number a duration (a fraction of a microsecond is
 * dropped), duration / duration a float. All else, and what is too large, is null:
 * also a float that is not finite. */
#ifndef LURCHER_BASE_ARITH_H
#define LURCHER_BASE_ARITH_H

#include "base/value.h"

struct value arith_add(const struct value *a, const struct value *b);
struct value arith_sub(const struct value *a, const struct value *b);
struct value arith_mul(const struct value *a, const struct value *b);
struct value arith_div(const struct value *a, const struct value *b);

/* −a of an int, float or duration. */
struct value arith_negate(const struct value *a);

#endif
