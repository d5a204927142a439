/* hc/edition.h — which CPython feature release the library equals.
 *
 * http.client changed between releases. Every object that behaves by edition is told it once, when
 * made; what differs stands in one internal table, src/edition.c. */
#ifndef HC_EDITION_H
#define HC_EDITION_H

#include "hc/span.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The zero state means the newest edition. */
enum hc_edition {
  HC_EDITION_NEWEST = 0,
  HC_EDITION_3_8 = 308,
  HC_EDITION_3_9 = 309,
  HC_EDITION_3_10 = 310,
  HC_EDITION_3_11 = 311,
  HC_EDITION_3_12 = 312,
  HC_EDITION_3_13 = 313,
  HC_EDITION_3_14 = 314
};

/* hc_edition_name returns "3.8" … "3.14" (static); HC_EDITION_NEWEST gives the newest one's name,
 * and any other value NULL. */
const char *hc_edition_name(enum hc_edition edition);

/* hc_edition_from_name finds the edition named "3.8" … "3.14" or "newest". Returns false, with
 * `*edition` unchanged, for any other text. */
bool hc_edition_from_name(struct hc_span name, enum hc_edition *edition);

/* hc_edition_resolve replaces HC_EDITION_NEWEST by the newest edition, and any value that names no
 * edition too. */
enum hc_edition hc_edition_resolve(enum hc_edition edition);

#ifdef __cplusplus
}
#endif
#endif
