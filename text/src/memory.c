/* Allocation that never returns NULL. */
#include "text/memory.h"

#include <stdlib.h>
#include <string.h>

void memory_give_up(void) {
  fputs("hcspec: out of memory\n", stderr);
  exit(2);
}

void *memory_array(size_t count, size_t size) {
  void *memory = calloc(count ? count : 1, size ? size : 1);
  if (!memory) memory_give_up();
  return memory;
}

void *memory_resize(void *memory, size_t size) {
  void *resized = realloc(memory, size ? size : 1);
  if (!resized) memory_give_up();
  return resized;
}

char *memory_string(const char *text) {
  if (!text) return NULL;
  char *copy = strdup(text);
  if (!copy) memory_give_up();
  return copy;
}

char *memory_vprintf(const char *format, va_list arguments) {
  va_list again;
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, again);
  va_end(again);
  if (length < 0) memory_give_up();
  char *text = memory_array((size_t)length + 1, 1);
  vsnprintf(text, (size_t)length + 1, format, arguments);
  return text;
}

char *memory_printf(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  char *text = memory_vprintf(format, arguments);
  va_end(arguments);
  return text;
}

FILE *memory_stream(char **text, size_t *length) {
  FILE *stream = open_memstream(text, length);
  if (!stream) memory_give_up();
  return stream;
}
