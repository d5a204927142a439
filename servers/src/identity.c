/* One row each. What is not said to be wrong with an identity is right about it. */
#include "identity.h"

#define RIGHT_NAMES "DNS:localhost,IP:127.0.0.1,IP:::1"

enum { YESTERDAY = -1, NEXT_MONTH = 30 };

#define SERVER(name, alternative_names)                                                            \
  { name, alternative_names, CERTIFICATE_OF_SERVER, YESTERDAY, NEXT_MONTH, NULL, NULL }

const char *const identity_names[IDENTITIES] = {
    [IDENTITY_GOOD] = "good",
    [IDENTITY_RSA] = "rsa",
    [IDENTITY_INTERMEDIATE] = "intermediate",
    [IDENTITY_MISSING_INTERMEDIATE] = "missing-intermediate",
    [IDENTITY_EXPIRED] = "expired",
    [IDENTITY_NOT_YET_VALID] = "not-yet-valid",
    [IDENTITY_SELF_SIGNED] = "self-signed",
    [IDENTITY_UNKNOWN_AUTHORITY] = "unknown-authority",
    [IDENTITY_WRONG_NAME] = "wrong-name",
    [IDENTITY_WRONG_ADDRESS] = "wrong-address",
    [IDENTITY_NAME_ONLY] = "name-only",
    [IDENTITY_ADDRESS_ONLY] = "address-only",
    [IDENTITY_COMMON_NAME_ONLY] = "common-name-only",
    [IDENTITY_WILDCARD] = "wildcard",
    [IDENTITY_WILDCARD_WRONG] = "wildcard-wrong",
    [IDENTITY_WILDCARD_SHORT] = "wildcard-short",
    [IDENTITY_OTHER_LETTERS] = "other-letters",
    [IDENTITY_ORGANIZATION_ONLY] = "organization-only",
    [IDENTITY_SHA1] = "sha1",
    [IDENTITY_MD5] = "md5",
};

static const struct identity_description descriptions[IDENTITIES] = {
    [IDENTITY_GOOD] = {SERVER("good", RIGHT_NAMES), ISSUER_AUTHORITY, false, false},
    [IDENTITY_RSA] = {SERVER("rsa", RIGHT_NAMES), ISSUER_AUTHORITY, false, true},
    [IDENTITY_INTERMEDIATE] = {SERVER("intermediate", RIGHT_NAMES), ISSUER_INTERMEDIATE, true,
                               false},
    [IDENTITY_MISSING_INTERMEDIATE] = {SERVER("missing-intermediate", RIGHT_NAMES),
                                       ISSUER_INTERMEDIATE, false, false},
    [IDENTITY_EXPIRED] = {{"expired", RIGHT_NAMES, CERTIFICATE_OF_SERVER, -30, YESTERDAY, NULL,
                           NULL},
                          ISSUER_AUTHORITY,
                          false,
                          false},
    [IDENTITY_NOT_YET_VALID] = {{"not-yet-valid", RIGHT_NAMES, CERTIFICATE_OF_SERVER, 1, NEXT_MONTH,
                                 NULL, NULL},
                                ISSUER_AUTHORITY,
                                false,
                                false},
    [IDENTITY_SELF_SIGNED] = {SERVER("self-signed", RIGHT_NAMES), ISSUER_ITSELF, false, false},
    [IDENTITY_UNKNOWN_AUTHORITY] = {SERVER("unknown-authority", RIGHT_NAMES), ISSUER_UNKNOWN, false,
                                    false},
    [IDENTITY_WRONG_NAME] = {SERVER("wrong-name", "DNS:other.example.test"), ISSUER_AUTHORITY,
                             false, false},
    [IDENTITY_WRONG_ADDRESS] = {SERVER("wrong-address", "IP:127.0.0.2"), ISSUER_AUTHORITY, false,
                                false},
    [IDENTITY_NAME_ONLY] = {SERVER("name-only", "DNS:localhost"), ISSUER_AUTHORITY, false, false},
    [IDENTITY_ADDRESS_ONLY] = {SERVER("address-only", "IP:127.0.0.1"), ISSUER_AUTHORITY, false,
                               false},
    [IDENTITY_COMMON_NAME_ONLY] = {SERVER("localhost", NULL), ISSUER_AUTHORITY, false, false},
    [IDENTITY_WILDCARD] = {SERVER("wildcard", "DNS:*.example.test"), ISSUER_AUTHORITY, false,
                           false},
    [IDENTITY_WILDCARD_WRONG] = {SERVER("wildcard-wrong", "DNS:www.*.test"), ISSUER_AUTHORITY,
                                 false, false},
    [IDENTITY_WILDCARD_SHORT] = {SERVER("wildcard-short", "DNS:*.test"), ISSUER_AUTHORITY, false,
                                 false},
    [IDENTITY_OTHER_LETTERS] = {SERVER("other-letters", "DNS:xn--bcher-kva.example.test"),
                                ISSUER_AUTHORITY, false, false},
    [IDENTITY_ORGANIZATION_ONLY] = {{"organization-only", NULL, CERTIFICATE_OF_SERVER, YESTERDAY,
                                     NEXT_MONTH, "localhost", NULL},
                                    ISSUER_AUTHORITY,
                                    false,
                                    false},
    [IDENTITY_SHA1] = {{"sha1", RIGHT_NAMES, CERTIFICATE_OF_SERVER, YESTERDAY, NEXT_MONTH, NULL,
                        "SHA1"},
                       ISSUER_RSA,
                       true,
                       false},
    [IDENTITY_MD5] = {{"md5", RIGHT_NAMES, CERTIFICATE_OF_SERVER, YESTERDAY, NEXT_MONTH, NULL,
                       "MD5"},
                      ISSUER_RSA,
                      true,
                      false},
};

const struct identity_description *identity_describe(enum identity identity) {
  return &descriptions[identity];
}
