/* The contexts that a peer speaks TLS with. */
#ifndef PEER_IDENTITIES_INTERNAL_H
#define PEER_IDENTITIES_INTERNAL_H

#include <openssl/ssl.h>

#include "identity.h"
#include "peer/identities.h"

/* identities_context: made when first asked for and kept, since keys and certificates cost more
 * than handshakes; borrowed from |identities|. Threads may ask at the same time. */
SSL_CTX *identities_context(struct peer_identities *identities, enum identity identity);

#endif
