/* Editions of http.client, and the ranges of them for which something holds.
 * An edition is a number: 3.8 is 308, 3.14 is 314. */
#ifndef RUNNER_EDITION_H
#define RUNNER_EDITION_H

#include <stdbool.h>
#include <stddef.h>

enum { EDITION_OLDEST = 308, EDITION_NEWEST = 314, EDITION_LIMIT = 399 };

/* Both ends belong to the range. */
struct edition_range {
  unsigned lowest;
  unsigned highest;
};

static const struct edition_range every_edition = {EDITION_OLDEST, EDITION_LIMIT};

/* edition_parse: reads "3.13". Returns 0 for anything else. */
unsigned edition_parse(const char *text, size_t length);

/* edition_name: "3.13" for 313; a static text or one kept for the life of the program. Safe from
 * any thread. */
const char *edition_name(unsigned edition);

/* edition_range_parse: reads ">=3.10, <3.13" and the like. On failure returns a static message, and
 * |*error_offset| is where in |text|; |*range| is then unchanged. */
const char *edition_range_parse(const char *text, size_t length, struct edition_range *range,
                                size_t *error_offset);

/* edition_range_holds: whether |edition| lies in |range|. */
bool edition_range_holds(struct edition_range range, unsigned edition);

#endif
