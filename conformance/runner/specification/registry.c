/* Reads a registry in one go; an index sorted by id serves the look-ups. */
#include "specification/registry.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/arena.h"
#include "text/memory.h"
#include "text/spelling.h"

enum { COLUMNS_MAX = 8 };

/* What a registry looks like; a column whose name ends in '?' may be empty. */
static const struct format {
  const char *file;
  const char *name;
  const char *columns[COLUMNS_MAX];
} formats[REGISTRY_COUNT] = {
    [REGISTRY_CLAUSES] = {"clauses.tsv",
                          "clause",
                          {"id", "editions", "statement", "unobservable?"}},
    [REGISTRY_BEHAVIOURS] = {"behaviours.tsv",
                             "behaviour",
                             {"id", "editions", "clauses?", "statement", "unobservable?"}},
    [REGISTRY_REQUIREMENTS] = {"requirements.tsv",
                               "requirement",
                               {"id", "keyword", "role", "rank?", "observable", "statement",
                                "outcomes?"}},
    [REGISTRY_DEVIATIONS] = {"deviations.tsv",
                             "deviation",
                             {"id", "reason", "cpython", "reference", "source"}},
};

struct registry {
  struct arena *arena;
  const char *path;
  const struct format *format;
  size_t column_count;
  struct registry_row *rows; /* in order of the file */
  const struct registry_row **by_id;
  size_t count;
};

/* The file as it is read, line by line. */
struct registry_reader {
  struct registry *registry;
  struct diagnostics *diagnostics;
  struct place place;
};

static bool is_optional(const char *column) {
  return column[strlen(column) - 1] == '?';
}

/* The names of the columns for people, "id, editions, statement"; the caller frees it. */
static char *column_names(const struct registry *registry) {
  char *names = NULL;
  size_t length;
  FILE *out = memory_stream(&names, &length);
  for (size_t i = 0; i < registry->column_count; i++) {
    const char *column = registry->format->columns[i];
    fprintf(out, "%s%.*s", i ? ", " : "", (int)(strlen(column) - is_optional(column)), column);
  }
  fclose(out);
  return names;
}

static void refuse_line(const struct registry_reader *reader, const char *expected) {
  char *names = column_names(reader->registry);
  diagnostics_error(reader->diagnostics, reader->place, "expected %s: %s", expected, names);
  free(names);
}

/* Cuts |line| at its tabs into |fields|; the number of fields, of which those beyond COLUMNS_MAX
 * are only counted. */
static size_t cut_fields(char *line, const char **fields) {
  size_t count = 0;
  for (char *rest = line; rest; count++) {
    char *tab = strchr(rest, '\t');
    if (tab) *tab = '\0';
    if (count < COLUMNS_MAX) fields[count] = rest;
    rest = tab ? tab + 1 : NULL;
  }
  return count;
}

static bool is_header(const struct registry *registry, char *line) {
  const char *fields[COLUMNS_MAX];
  if (cut_fields(line, fields) != registry->column_count) return false;
  for (size_t i = 0; i < registry->column_count; i++) {
    const char *column = registry->format->columns[i];
    size_t length = strlen(column) - is_optional(column);
    if (strlen(fields[i]) != length || memcmp(fields[i], column, length) != 0) return false;
  }
  return true;
}

static bool has_all(const struct registry *registry, const char *const *fields) {
  for (size_t i = 0; i < registry->column_count; i++)
    if (!*fields[i] && !is_optional(registry->format->columns[i])) return false;
  return true;
}

static void read_row(struct registry_reader *reader, const char *line) {
  struct registry *registry = reader->registry;
  const char **fields = arena_array(registry->arena, COLUMNS_MAX, sizeof *fields);
  if (cut_fields(arena_string(registry->arena, line), fields) != registry->column_count ||
      !has_all(registry, fields)) {
    refuse_line(reader, "these fields, separated by tabs");
    return;
  }
  registry->rows =
      arena_grow(registry->arena, registry->rows, registry->count, sizeof *registry->rows);
  registry->rows[registry->count++] = (struct registry_row){fields, reader->place.line};
}

static void read_lines(struct registry_reader *reader, FILE *file) {
  char *line = NULL;
  size_t room = 0;
  for (ssize_t length; (length = getline(&line, &room, file)) >= 0;) {
    reader->place.line++;
    if (length && line[length - 1] == '\n') line[--length] = '\0';
    if (strlen(line) != (size_t)length)
      diagnostics_error(reader->diagnostics, reader->place, "a NUL byte in a line of text");
    else if (reader->place.line == 1 && !is_header(reader->registry, line))
      refuse_line(reader, "the header line, separated by tabs");
    else if (reader->place.line > 1 && length)
      read_row(reader, line);
  }
  free(line);
}

static int by_id(const void *left, const void *right) {
  const struct registry_row *const *a = left, *const *b = right;
  int order = strcmp((*a)->fields[0], (*b)->fields[0]);
  return order ? order : ((*a)->line > (*b)->line) - ((*a)->line < (*b)->line);
}

static void refuse_duplicates(struct registry_reader *reader) {
  const struct registry *registry = reader->registry;
  for (size_t i = 1; i < registry->count; i++) {
    const struct registry_row *first = registry->by_id[i - 1], *second = registry->by_id[i];
    if (strcmp(first->fields[0], second->fields[0]) != 0) continue;
    diagnostics_error(reader->diagnostics, (struct place){reader->place.file, second->line, 1},
                      "%s '%s' stands in line %u already", registry->format->name,
                      second->fields[0], first->line);
  }
}

static void index_by_id(struct registry_reader *reader) {
  struct registry *registry = reader->registry;
  if (!registry->count) {
    diagnostics_error(reader->diagnostics, (struct place){reader->place.file, 0, 0},
                      "no %s in this file", registry->format->name);
    return;
  }
  registry->by_id = arena_array(registry->arena, registry->count, sizeof *registry->by_id);
  for (size_t i = 0; i < registry->count; i++)
    registry->by_id[i] = &registry->rows[i];
  qsort(registry->by_id, registry->count, sizeof *registry->by_id, by_id);
  refuse_duplicates(reader);
}

static struct registry *registry_new(enum registry_kind kind, const char *path) {
  struct arena *arena = arena_new();
  struct registry *registry = arena_alloc(arena, sizeof *registry);
  *registry = (struct registry){
      .arena = arena, .path = arena_string(arena, path), .format = &formats[kind]};
  while (registry->column_count < COLUMNS_MAX && registry->format->columns[registry->column_count])
    registry->column_count++;
  return registry;
}

const char *registry_name(enum registry_kind kind) {
  return formats[kind].name;
}

static void refuse_file(struct diagnostics *diagnostics, enum registry_kind kind,
                        const char *path) {
  diagnostics_error(diagnostics, (struct place){path, 0, 0}, "cannot read the registry of %ss: %s",
                    formats[kind].name, strerror(errno));
}

struct registry *registry_load(enum registry_kind kind, const char *path,
                               struct diagnostics *diagnostics) {
  FILE *file = fopen(path, "re");
  if (!file) {
    refuse_file(diagnostics, kind, path);
    return NULL;
  }
  size_t errors_before = diagnostics_count(diagnostics);
  struct registry_reader reader = {registry_new(kind, path), diagnostics, {path, 0, 0}};
  errno = 0;
  read_lines(&reader, file);
  if (ferror(file))
    refuse_file(diagnostics, kind, path);
  else
    index_by_id(&reader);
  fclose(file);
  if (diagnostics_count(diagnostics) == errors_before) return reader.registry;
  registry_free(reader.registry);
  return NULL;
}

void registry_free(struct registry *registry) {
  if (registry) arena_free(registry->arena);
}

/* Compares a counted word with a C string as strcmp() does; a NUL in the word is a byte like any. */
static int compare_word(const char *word, size_t length, const char *id) {
  size_t id_length = strlen(id);
  int order = memcmp(word, id, length < id_length ? length : id_length);
  return order ? order : (length > id_length) - (length < id_length);
}

const struct registry_row *registry_find(const struct registry *registry, const char *id,
                                         size_t length) {
  size_t low = 0, high = registry->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = compare_word(id, length, registry->by_id[middle]->fields[0]);
    if (order == 0) return registry->by_id[middle];
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return NULL;
}

const char *registry_closest(const struct registry *registry, const char *id, size_t length) {
  struct spelling spelling = spelling_of(id, length);
  for (size_t i = 0; i < registry->count; i++)
    spelling_consider(&spelling, registry->rows[i].fields[0]);
  return spelling.nearest;
}

size_t registry_count(const struct registry *registry) {
  return registry->count;
}

const struct registry_row *registry_at(const struct registry *registry, size_t index) {
  return &registry->rows[index];
}

struct place registry_place(const struct registry *registry, const struct registry_row *row) {
  return (struct place){registry->path, row->line, 1};
}

void registries_load(struct registries *registries, const char *folder,
                     struct diagnostics *diagnostics) {
  *registries = (struct registries){0};
  for (unsigned kind = 0; kind < REGISTRY_COUNT; kind++) {
    char *path = memory_printf("%s/%s", folder, formats[kind].file);
    registries->of[kind] = registry_load((enum registry_kind)kind, path, diagnostics);
    free(path);
  }
}

void registries_clear(struct registries *registries) {
  for (unsigned kind = 0; kind < REGISTRY_COUNT; kind++)
    registry_free(registries->of[kind]);
  *registries = (struct registries){0};
}
