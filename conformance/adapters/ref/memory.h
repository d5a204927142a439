/* The adapter's answer to a lack of memory: to end, so that the case in hand is blamed and hcspec
 * starts it again. */
#ifndef ADAPTER_MEMORY_H
#define ADAPTER_MEMORY_H

/* require_memory: returns |memory|; when it is NULL, ends the program with a message and status 1.
 */
void *require_memory(void *memory);

#endif
