/* The words in which a peer says that a client did something else than the script says. */
#ifndef PEER_COMPLAINT_H
#define PEER_COMPLAINT_H

#include <stddef.h>
#include <stdio.h>

#include "text/literal.h"

/* complaint_open: a stream that writes a message; once it is closed, |*text| is the caller's. Ends
 * the program when there is no memory. */
FILE *complaint_open(char **text, size_t *length);

/* complaint_text: the formatted message; the caller frees it. */
char *complaint_text(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* complaint_print_bytes: repr of |bytes|; when they are long, of the part around |offset|, with …
 * for what is left out. */
void complaint_print_bytes(FILE *out, struct bytes bytes, size_t offset);

/* complaint_bytes: the same as a string around the start; the caller frees it. */
char *complaint_bytes(struct bytes bytes);

/* complaint_of_difference: |expected| and |received| differ at |offset|, which both have; the
 * caller frees it. */
char *complaint_of_difference(struct bytes expected, struct bytes received, size_t offset);

#endif
