/* An authority, a server's and a client's certificate, and contexts that use them. */
#ifndef TLS_FIXTURE_H
#define TLS_FIXTURE_H

#include "hc/tls_context.h"
#include "support/tls_certificate.h"

extern struct certificate fixture_authority;
extern struct certificate fixture_client;
/* The server's certificate, for host.test and 127.0.0.1; ends with NULL. */
extern const struct certificate *const fixture_chain[2];

/* For cmocka_run_group_tests. */
int fixture_setup(void **state);
int fixture_teardown(void **state);

/* fixture_context makes a default context that trusts the authority; and, if `has_certificate`,
 * presents the client's certificate. */
struct hc_tls_context *fixture_context(enum hc_edition edition, bool has_certificate);

enum { FIXTURE_PATH_SIZE = 32 };

/* fixture_write makes a temporary file of `content` and writes its path; the caller unlinks it. */
void fixture_write(struct hc_span content, char path[FIXTURE_PATH_SIZE]);

#endif
