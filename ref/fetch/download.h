/* A response, from the connection into a file. */
#ifndef FETCH_DOWNLOAD_H
#define FETCH_DOWNLOAD_H

#include "options.h"

/* download writes what the options ask for: head, body or both. Memory does not grow with the body.
 * HC_INCOMPLETE_READ: the body ended early; what came of it is in the file. Otherwise an OSError
 * kind of the file, or hc_response_read1's errors. */
enum hc_kind download(struct hc_response *response, const struct options *options,
                      struct hc_error *error);

#endif
