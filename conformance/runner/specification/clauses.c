/* Reads the registry in one go; an index sorted by id serves the look-ups. */
#include "specification/clauses.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/spelling.h"
#include "text/arena.h"

struct entry {
  struct clause clause;
  unsigned line;
};

struct clauses {
  struct arena *arena;
  struct entry *entries; /* in order of the file */
  const struct entry **by_id;
  size_t count;
};

/* The file as it is read, line by line. */
struct registry_reader {
  struct clauses *clauses;
  struct diagnostics *diagnostics;
  struct place place;
};

/* Cuts the field off that ends at the next tab; NULL when there is no tab. */
static char *cut_field(char **rest) {
  char *field = *rest, *tab = strchr(field, '\t');
  if (!tab) return NULL;
  *tab = '\0';
  *rest = tab + 1;
  return field;
}

static void read_clause(struct registry_reader *reader, char *line) {
  struct clauses *clauses = reader->clauses;
  char *rest = arena_string(clauses->arena, line);
  const char *id = cut_field(&rest), *editions = id ? cut_field(&rest) : NULL;
  if (!editions || !*id || !*editions || !*rest || strchr(rest, '\t')) {
    diagnostics_error(reader->diagnostics, reader->place,
                      "expected three fields separated by tabs: id, editions and statement");
    return;
  }
  clauses->entries =
      arena_grow(clauses->arena, clauses->entries, clauses->count, sizeof *clauses->entries);
  clauses->entries[clauses->count++] = (struct entry){{id, editions, rest}, reader->place.line};
}

static void read_lines(struct registry_reader *reader, FILE *file) {
  char *line = NULL;
  size_t room = 0;
  for (ssize_t length; (length = getline(&line, &room, file)) >= 0;) {
    reader->place.line++;
    if (length && line[length - 1] == '\n') line[--length] = '\0';
    if (strlen(line) != (size_t)length)
      diagnostics_error(reader->diagnostics, reader->place, "a NUL byte in a line of text");
    else if (reader->place.line == 1 && strncmp(line, "id\t", 3) != 0)
      diagnostics_error(reader->diagnostics, reader->place,
                        "expected the header line: id, editions, statement");
    else if (reader->place.line > 1 && length)
      read_clause(reader, line);
  }
  free(line);
}

static int by_id(const void *left, const void *right) {
  const struct entry *const *a = left, *const *b = right;
  int order = strcmp((*a)->clause.id, (*b)->clause.id);
  return order ? order : ((*a)->line > (*b)->line) - ((*a)->line < (*b)->line);
}

static void refuse_duplicates(struct registry_reader *reader) {
  const struct clauses *clauses = reader->clauses;
  for (size_t i = 1; i < clauses->count; i++) {
    const struct entry *first = clauses->by_id[i - 1], *second = clauses->by_id[i];
    if (strcmp(first->clause.id, second->clause.id) != 0) continue;
    diagnostics_error(reader->diagnostics, (struct place){reader->place.file, second->line, 1},
                      "clause '%s' stands in line %u already", second->clause.id, first->line);
  }
}

static void index_by_id(struct registry_reader *reader) {
  struct clauses *clauses = reader->clauses;
  if (!clauses->count) {
    diagnostics_error(reader->diagnostics, (struct place){reader->place.file, 0, 0},
                      "no clause in this file");
    return;
  }
  clauses->by_id = arena_array(clauses->arena, clauses->count, sizeof *clauses->by_id);
  for (size_t i = 0; i < clauses->count; i++)
    clauses->by_id[i] = &clauses->entries[i];
  qsort(clauses->by_id, clauses->count, sizeof *clauses->by_id, by_id);
  refuse_duplicates(reader);
}

struct clauses *clauses_load(const char *path, struct diagnostics *diagnostics) {
  struct place place = {path, 0, 0};
  FILE *file = fopen(path, "re");
  if (!file) {
    diagnostics_error(diagnostics, place, "cannot read the registry of clauses: %s",
                      strerror(errno));
    return NULL;
  }
  size_t errors_before = diagnostics_count(diagnostics);
  struct arena *arena = arena_new();
  struct clauses *clauses = arena_alloc(arena, sizeof *clauses);
  clauses->arena = arena;
  struct registry_reader reader = {clauses, diagnostics, place};
  errno = 0;
  read_lines(&reader, file);
  if (ferror(file))
    diagnostics_error(diagnostics, place, "cannot read the registry of clauses: %s",
                      strerror(errno));
  else
    index_by_id(&reader);
  fclose(file);
  if (diagnostics_count(diagnostics) == errors_before) return clauses;
  clauses_free(clauses);
  return NULL;
}

void clauses_free(struct clauses *clauses) {
  if (clauses) arena_free(clauses->arena);
}

/* Compares a counted word with a C string as strcmp() does. */
static int compare_word(const char *word, size_t length, const char *id) {
  int order = strncmp(word, id, length);
  return order ? order : id[length] ? -1 : 0;
}

const struct clause *clauses_find(const struct clauses *clauses, const char *id, size_t length) {
  size_t low = 0, high = clauses->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = compare_word(id, length, clauses->by_id[middle]->clause.id);
    if (order == 0) return &clauses->by_id[middle]->clause;
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return NULL;
}

const char *clauses_closest(const struct clauses *clauses, const char *id, size_t length) {
  struct spelling spelling = spelling_of(id, length);
  for (size_t i = 0; i < clauses->count; i++)
    spelling_consider(&spelling, clauses->entries[i].clause.id);
  return spelling.nearest;
}

size_t clauses_count(const struct clauses *clauses) {
  return clauses->count;
}

const struct clause *clauses_at(const struct clauses *clauses, size_t index) {
  return &clauses->entries[index].clause;
}
