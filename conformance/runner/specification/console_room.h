/* Console parsing under a bound that several sessions share. */
#ifndef RUNNER_CONSOLE_ROOM_H
#define RUNNER_CONSOLE_ROOM_H

#include "specification/console.h"

enum { CONSOLE_ROOM = 256 * 1024 * 1024 }; /* bytes of constants that one page may ask for */

/* console_parse_within: as console_parse(); constants take their size off |*room|, and there is an
 * error when it is used up. So a short page cannot ask for more memory than is good. */
struct session *console_parse_within(struct arena *arena, const struct fragment *fragments,
                                     size_t fragment_count, size_t *room,
                                     struct diagnostics *diagnostics);

#endif
