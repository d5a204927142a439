/* Memory for what grows while a script plays. As in text/arena.h, running out of it ends the
 * program. */
#ifndef PEER_ALLOCATION_H
#define PEER_ALLOCATION_H

#include <stddef.h>

/* allocation_resize: as realloc() with a |size| above 0; ends the program when there is no memory.
 */
void *allocation_resize(void *memory, size_t size);

#endif
