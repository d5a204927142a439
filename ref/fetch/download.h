/* A response, from the connection into a file. */
#ifndef FETCH_DOWNLOAD_H
#define FETCH_DOWNLOAD_H

#include "options.h"

/* download writes the head, if the options ask for it, and the body, if it is wanted. Memory does
 * not grow with the body. HC_INCOMPLETE_READ: the body ended early; what came of it is in the file.
 * Otherwise an OSError kind of the file, or hc_response_read1's errors. */
enum hc_kind download(struct hc_response *response, const struct options *options, bool with_body,
                      struct hc_error *error);

#endif
