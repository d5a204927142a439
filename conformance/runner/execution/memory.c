/* Allocation that never returns NULL. */
#include "execution/memory.h"

#include <stdlib.h>
#include <string.h>

static _Noreturn void out_of_memory(void) {
  fputs("hcspec: out of memory\n", stderr);
  exit(2);
}

void *memory_array(size_t count, size_t size) {
  void *memory = calloc(count ? count : 1, size ? size : 1);
  if (!memory) out_of_memory();
  return memory;
}

void *memory_resize(void *memory, size_t size) {
  void *resized = realloc(memory, size ? size : 1);
  if (!resized) out_of_memory();
  return resized;
}

char *memory_string(const char *text) {
  if (!text) return NULL;
  char *copy = strdup(text);
  if (!copy) out_of_memory();
  return copy;
}

char *memory_vprintf(const char *format, va_list arguments) {
  va_list again;
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, again);
  va_end(again);
  if (length < 0) out_of_memory();
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
  if (!stream) out_of_memory();
  return stream;
}
