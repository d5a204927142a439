/* Errors of files, as values like those of the library. */
#ifndef FETCH_FILE_ERROR_H
#define FETCH_FILE_ERROR_H

#include "hc/error.h"

/* file_error makes `error` the OSError of `errno` with the file's name, as Python's open() does.
 * Returns its kind. */
enum hc_kind file_error(struct hc_error *error, const char *name);

/* file_complaint makes `error` an OSError that says `what` is wrong with the file. */
enum hc_kind file_complaint(struct hc_error *error, const char *name, const char *what);

#endif
