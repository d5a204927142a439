/* Errors that name what they are about, as values like those of the library. */
#ifndef FETCH_NAMED_ERROR_H
#define FETCH_NAMED_ERROR_H

#include "hc/error.h"

/* named_error appends ": " and `what`, which may be empty, and `name` in quotes to the text of
 * `error`. Returns `kind`, which is the error's own, or HC_MEMORY_ERROR. */
enum hc_kind named_error(enum hc_kind kind, struct hc_error *error, const char *what,
                         struct hc_span name);

/* file_error makes `error` the OSError of `errno` with the file's name, as Python's open() does.
 * Returns its kind. */
enum hc_kind file_error(struct hc_error *error, const char *name);

/* file_complaint makes `error` an OSError that says `what` is wrong with the file. */
enum hc_kind file_complaint(struct hc_error *error, const char *name, const char *what);

#endif
