/* Whom to connect to, HOST[:PORT], as a URL and --proxy name it. What cannot be a host is found
 * here, for the library, like http.client, would look it up as a name. */
#ifndef FETCH_AUTHORITY_H
#define FETCH_AUTHORITY_H

#include "hc/span.h"

/* authority_check returns NULL, or what is wrong (static). `*port` is what follows the colon,
 * whatever it is, and empty if there is none. */
const char *authority_check(struct hc_span authority, struct hc_span *port);

#endif
