/* Placeholders, "{name}", and what a row of a table puts in their place. */
#ifndef RUNNER_PLACEHOLDER_H
#define RUNNER_PLACEHOLDER_H

#include "specification/page.h"

/* placeholder_is_name: letters, digits, '_' and '-', beginning with a letter or '_'. */
bool placeholder_is_name(const char *name, size_t length);

/* placeholder_is_address: "host" or "port", which stand for the peer's address and are left as they
 * are. */
bool placeholder_is_address(const char *name, size_t length);

/* placeholders_check: every placeholder in |text| has a column of |table|, which is NULL when there
 * is none; an error for each that has not. Marks the columns that are used in |used|. {host} and
 * {port} belong in a script alone. */
void placeholders_check(const struct fragment *text, bool is_script, const struct table *table,
                        bool *used, struct diagnostics *diagnostics);

/* One placeholder that was replaced: where it stood, and where what replaced it stands. */
struct replacement {
  unsigned line;
  unsigned column, length;                   /* in the result */
  unsigned original_column, original_length; /* in the page */
};

/* A text with its placeholders replaced. */
struct filled_text {
  struct fragment fragment; /* begins where the original did */
  const struct replacement *replacements;
  size_t replacement_count;
};

/* placeholders_fill: |text| with the cells of |row|. A placeholder without a column, an error that
 * placeholders_check() has told, becomes "0" so that the rest can be read; |table| and |row| are
 * NULL where the scenario has no table. */
struct filled_text placeholders_fill(struct arena *arena, const struct fragment *text,
                                     const struct table *table, const struct table_row *row);

/* placeholders_filled_length: how long that would be. */
size_t placeholders_filled_length(const struct fragment *text, const struct table *table,
                                  const struct table_row *row);

/* filled_text_origin: the place in the page of |place| in |text|; what a cell put there stands
 * where its placeholder stood. */
struct place filled_text_origin(const struct filled_text *text, struct place place);

#endif
