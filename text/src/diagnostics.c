/* Keeps errors in the order they come and prints them in the order of the text. */
#include "text/diagnostics.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "text/arena.h"
#include "text/literal.h"
#include "text/memory.h"

struct error {
  struct place place;
  const char *message;
  size_t file_rank; /* files print in order of first mention */
  size_t order;
};

struct diagnostics {
  struct arena *arena;
  struct error *errors;
  size_t count;
};

struct diagnostics *diagnostics_new(void) {
  struct arena *arena = arena_new();
  struct diagnostics *diagnostics = arena_alloc(arena, sizeof *diagnostics);
  diagnostics->arena = arena;
  return diagnostics;
}

void diagnostics_free(struct diagnostics *diagnostics) {
  if (diagnostics) arena_free(diagnostics->arena);
}

static int same_file(const char *a, const char *b) {
  return a == b || (a && b && strcmp(a, b) == 0);
}

static size_t rank_of_file(const struct diagnostics *diagnostics, const char *file) {
  for (size_t i = 0; i < diagnostics->count; i++)
    if (same_file(diagnostics->errors[i].place.file, file)) return diagnostics->errors[i].file_rank;
  return diagnostics->count;
}

__attribute__((format(printf, 2, 0))) static char *
format_message(struct arena *arena, const char *format, va_list arguments) {
  char *text = NULL;
  size_t length = 0;
  FILE *stream = memory_stream(&text, &length);
  vfprintf(stream, format, arguments);
  fclose(stream);
  char *copy = arena_copy(arena, text, length);
  free(text);
  return copy;
}

void diagnostics_error(struct diagnostics *diagnostics, struct place place, const char *format,
                       ...) {
  struct arena *arena = diagnostics->arena;
  va_list arguments;
  va_start(arguments, format);
  const char *message = format_message(arena, format, arguments);
  va_end(arguments);
  size_t rank = rank_of_file(diagnostics, place.file);
  if (place.file) place.file = arena_string(arena, place.file);
  size_t order = diagnostics->count;
  diagnostics->errors = arena_grow(arena, diagnostics->errors, order, sizeof *diagnostics->errors);
  diagnostics->errors[order] = (struct error){place, message, rank, order};
  diagnostics->count = order + 1;
}

size_t diagnostics_count(const struct diagnostics *diagnostics) {
  return diagnostics->count;
}

const char *diagnostics_message(const struct diagnostics *diagnostics, size_t index) {
  return diagnostics->errors[index].message;
}

struct place diagnostics_place(const struct diagnostics *diagnostics, size_t index) {
  return diagnostics->errors[index].place;
}

static int compare_sizes(size_t a, size_t b) {
  return (a > b) - (a < b);
}

static int by_place(const void *left, const void *right) {
  const struct error *a = left, *b = right;
  int order = compare_sizes(a->file_rank, b->file_rank);
  if (!order) order = compare_sizes(a->place.line, b->place.line);
  if (!order) order = compare_sizes(a->place.column, b->place.column);
  return order ? order : compare_sizes(a->order, b->order);
}

static void print_error(const struct error *error, FILE *stream) {
  if (error->place.file) fprintf(stream, "%s:", error->place.file);
  if (error->place.line) fprintf(stream, "%u:", error->place.line);
  if (error->place.line && error->place.column) fprintf(stream, "%u:", error->place.column);
  fputs(error->place.file ? " error: " : "error: ", stream);
  literal_print_safe(stream, error->message, strlen(error->message));
  fputc('\n', stream);
}

void diagnostics_print(const struct diagnostics *diagnostics, FILE *stream) {
  if (!diagnostics->count) return;
  struct arena *arena = arena_new();
  struct error *sorted = arena_array(arena, diagnostics->count, sizeof *sorted);
  memcpy(sorted, diagnostics->errors, diagnostics->count * sizeof *sorted);
  qsort(sorted, diagnostics->count, sizeof *sorted, by_place);
  for (size_t i = 0; i < diagnostics->count; i++)
    print_error(&sorted[i], stream);
  arena_free(arena);
}
