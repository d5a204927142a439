/* Text from outside, one visible unit at a time. Every writer goes through here before its own
 * escaping, so that no report can hold a byte that is no UTF-8, a control character, or one that
 * reorders or hides what stands beside it. */
#ifndef REPORTS_VISIBLE_H
#define REPORTS_VISIBLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { VISIBLE_UNIT_SIZE = 11 }; /* the longest unit, "\U0010ffff", and its NUL */

/* visible_unit: writes the first unit of |text|, which is not empty, to |unit| and returns how many
 * bytes of |text| it stands for. A unit is one character as it is (line feed and tab too), or an
 * escape as Python writes it: \xHH for a byte that is no UTF-8, for a control character and for
 * U+0085; \uHHHH and \UHHHHHHHH for bidirectional controls, invisible characters, line separators
 * and noncharacters. */
size_t visible_unit(const char *text, size_t length, char unit[VISIBLE_UNIT_SIZE]);

/* visible_columns: how many columns of a terminal |unit| takes: 0, 1 or 2. */
unsigned visible_columns(const char *unit);

/* visible_is_utf8: whether |text| is UTF-8 throughout. */
bool visible_is_utf8(const char *text);

/* visible_put_utf8: |text| as it is, but bytes that are no UTF-8 as \xHH. */
void visible_put_utf8(FILE *out, const char *text);

#endif
