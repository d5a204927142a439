/* Memory that a tool cannot do without: one that has none left ends with a message and
 * status 2. */
#ifndef TEXT_MEMORY_H
#define TEXT_MEMORY_H

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

/* memory_give_up: says on standard error that there is no memory and ends the program with
 * status 2. */
_Noreturn void memory_give_up(void);

/* memory_array: |count| zeroed elements of |size| bytes; the caller frees them with free(). */
void *memory_array(size_t count, size_t size);

/* memory_resize: |memory| (NULL is allowed) with room for |size| bytes, as realloc() does. */
void *memory_resize(void *memory, size_t size);

/* memory_string: a copy of |text|, or NULL for NULL; the caller frees it. */
char *memory_string(const char *text);

/* memory_printf, memory_vprintf: the formatted text; the caller frees it. */
char *memory_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *memory_vprintf(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

/* memory_stream: a stream whose text is in |*text| once it is closed with fclose(); the caller
 * frees |*text|. */
FILE *memory_stream(char **text, size_t *length);

#endif
