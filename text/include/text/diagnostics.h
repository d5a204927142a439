/* Errors in what a person wrote, each with its place, printed as compilers print them. */
#ifndef TEXT_DIAGNOSTICS_H
#define TEXT_DIAGNOSTICS_H

#include <stddef.h>
#include <stdio.h>

/* A place in a file. Lines and columns (of bytes) begin at 1; 0 means unknown and is not printed.
 * |file| is borrowed and must outlive the place. */
struct place {
  const char *file;
  unsigned line;
  unsigned column;
};

/* All errors of one run, so that a person can mend them in one go. */
struct diagnostics;

/* diagnostics_new: an empty collection; the caller frees it with diagnostics_free(). */
struct diagnostics *diagnostics_new(void);

/* diagnostics_free: NULL is allowed. */
void diagnostics_free(struct diagnostics *diagnostics);

/* diagnostics_error: adds an error. The message says what was found and what is expected, begins in
 * lower case and has no final full stop. The file name is copied. */
void diagnostics_error(struct diagnostics *diagnostics, struct place place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* diagnostics_count: how many errors there are. */
size_t diagnostics_count(const struct diagnostics *diagnostics);

/* diagnostics_message: the text of error |index| in order of addition, without its place; borrowed.
 */
const char *diagnostics_message(const struct diagnostics *diagnostics, size_t index);

/* diagnostics_place: the place of error |index|; borrowed. */
struct place diagnostics_place(const struct diagnostics *diagnostics, size_t index);

/* diagnostics_print: "file:line:column: error: message", a line each, by file in order of first
 * mention, then by line and column. Control characters in messages are written as escapes. */
void diagnostics_print(const struct diagnostics *diagnostics, FILE *stream);

#endif
