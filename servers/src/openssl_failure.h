/* What OpenSSL cannot do for want of memory, or because it is configured not to: the peer cannot go
 * on without it. */
#ifndef PEER_OPENSSL_FAILURE_H
#define PEER_OPENSSL_FAILURE_H

#include <stdbool.h>

/* openssl_insist: unless |is_done|, says on standard error what OpenSSL complains about and ends
 * the program with status 2. Never for what a client or a script can cause. */
void openssl_insist(bool is_done);

/* openssl_reason: the newest of OpenSSL's errors in this thread in words, such as "unsupported
 * protocol"; static. Forgets all of them. */
const char *openssl_reason(void);

#endif
