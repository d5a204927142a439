/* What a client offers in its ClientHello (RFC 8446, section 4.1.2; RFC 5246, section 7.4.1.2), by
 * the names of IANA's registries; what has no name here is written as its number, "0x1a1a". */
#ifndef PEER_OFFER_H
#define PEER_OFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <openssl/ssl.h>

enum offer_kind {
  OFFER_VERSION,
  OFFER_CIPHER,
  OFFER_COMPRESSION,
  OFFER_EXTENSION,
  OFFER_GROUP,
  OFFER_SIGNATURE,
  OFFER_POINT_FORMAT,
  OFFERS,
};

enum offer_rule {
  OFFER_WITH,    /* each pattern fits something offered */
  OFFER_WITHOUT, /* none fits anything offered */
  OFFER_FIRST,   /* one fits what is offered first */
  OFFER_RULES,
};

/* What a script expects of what is offered; a * in a pattern stands for anything. */
struct offer_wish {
  enum offer_kind kind;
  enum offer_rule rule;
  const char **patterns;
  size_t count;
};

/* One kind of what is offered, as it came: numbers of one or two octets each. The zero state is
 * nothing offered. */
struct offer {
  unsigned char *octets;
  size_t length;
};

/* offer_names: the words for kinds in scripts, OFFERS in number. */
extern const char *const offer_names[OFFERS];

/* offer_take: fills in |offers|, OFFERS in number, from the hello that |ssl| is at; to be called
 * from the callback for ClientHellos. What |offers| held is released. */
void offer_take(SSL *ssl, struct offer *offers);

/* offer_clear: releases all |offers|. */
void offer_clear(struct offer *offers);

/* offer_fits: whether |offers| are as |wish| says. |ssl| knows the names of ciphers. */
bool offer_fits(const struct offer *offers, const struct offer_wish *wish, SSL *ssl);

/* offer_print: the names of what is offered of |kind|, in order, or "nothing". */
void offer_print(FILE *out, const struct offer *offers, enum offer_kind kind, SSL *ssl);

#endif
