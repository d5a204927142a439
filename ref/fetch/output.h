/* Where a response is written: a file, or standard output. */
#ifndef FETCH_OUTPUT_H
#define FETCH_OUTPUT_H

#include "hc/error.h"

/* The zero state is closed. */
struct output {
  const char *name; /* NULL if closed */
  int file;
};

/* output_open creates or empties the file `name`, "-" being standard output. An OSError kind. */
enum hc_kind output_open(struct output *output, const char *name, struct hc_error *error);

/* output_is_file: not standard output. */
bool output_is_file(const struct output *output);

/* output_write writes all of `bytes`. An OSError kind. */
enum hc_kind output_write(struct output *output, struct hc_span bytes, struct hc_error *error);

/* output_close closes the file, which may fail late, as a full disk does. An OSError kind. */
enum hc_kind output_close(struct output *output, struct hc_error *error);

#endif
