/* The memory of things that are loaded once and live together: a page, a script, a plan.
 *
 * An arena only grows; everything in it is released at once by arena_free(). Running out of memory
 * ends the program with a message: the tools that use it have nothing sensible left to do. */
#ifndef TEXT_ARENA_H
#define TEXT_ARENA_H

#include <stddef.h>

struct arena;

/* arena_new: an empty arena; the caller frees it with arena_free(). */
struct arena *arena_new(void);

/* arena_free: releases the arena and all that was allocated from it; NULL is allowed. */
void arena_free(struct arena *arena);

/* arena_alloc: |size| zeroed bytes, aligned for any object, that live as long as |arena|. */
void *arena_alloc(struct arena *arena, size_t size);

/* arena_array: |count| zeroed elements of |size| bytes; ends the program when the product
 * overflows. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* arena_copy: a copy of |length| bytes at |data|, followed by a NUL that |length| does not count.
 */
char *arena_copy(struct arena *arena, const void *data, size_t length);

/* arena_string: a copy of the C string |text|. */
char *arena_string(struct arena *arena, const char *text);

/* arena_printf: the formatted text. */
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* arena_grow: room for one more element in an array that lives in |arena|.
 * Returns |array| or, when |count| has reached a power of two, a copy with twice the room. Elements
 * are |size| bytes; |count| is the number in use. The new element is zeroed. */
void *arena_grow(struct arena *arena, void *array, size_t count, size_t size);

#endif
