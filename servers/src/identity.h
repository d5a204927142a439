/* The identities by name, and what each is certified as. */
#ifndef PEER_IDENTITY_H
#define PEER_IDENTITY_H

#include <stdbool.h>

#include "certificate.h"

enum identity {
  IDENTITY_GOOD, /* the default */
  IDENTITY_RSA,
  IDENTITY_INTERMEDIATE,
  IDENTITY_MISSING_INTERMEDIATE,
  IDENTITY_EXPIRED,
  IDENTITY_NOT_YET_VALID,
  IDENTITY_SELF_SIGNED,
  IDENTITY_UNKNOWN_AUTHORITY,
  IDENTITY_WRONG_NAME,
  IDENTITY_WRONG_ADDRESS,
  IDENTITY_NAME_ONLY,
  IDENTITY_ADDRESS_ONLY,
  IDENTITY_COMMON_NAME_ONLY,
  IDENTITY_WILDCARD,
  IDENTITY_WILDCARD_WRONG,
  IDENTITY_WILDCARD_SHORT,
  IDENTITY_OTHER_LETTERS,
  IDENTITY_ORGANIZATION_ONLY,
  IDENTITY_SHA1,
  IDENTITY_MD5,
  IDENTITIES,
};

enum identity_issuer {
  ISSUER_AUTHORITY,    /* which clients trust */
  ISSUER_INTERMEDIATE, /* which the authority has certified */
  ISSUER_UNKNOWN,      /* an authority that no client knows */
  ISSUER_RSA,          /* as the intermediate, with an RSA key */
  ISSUER_ITSELF,
};

struct identity_description {
  struct certificate_wish wish;
  enum identity_issuer issuer;
  bool sends_issuer; /* the intermediate goes along with it */
  bool is_rsa;
};

/* identity_names: the words for them in scripts, IDENTITIES in number. */
extern const char *const identity_names[IDENTITIES];

/* identity_describe: borrowed, static. */
const struct identity_description *identity_describe(enum identity identity);

#endif
