/* cmocka with what its header needs, and assertions on the library's own types. */
#ifndef TESTING_H
#define TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hc/error.h"

/* assert_succeeds fails the test with the error's name and text. */
void assert_succeeds(enum hc_kind kind, struct hc_error *error, const char *what);

/* assert_fails checks an error's kind and whether its text contains `part`, and clears it. */
void assert_fails(enum hc_kind kind, struct hc_error *error, enum hc_kind expected,
                  const char *part);

/* assert_text fails the test with both sides shown. */
void assert_text(struct hc_span actual, const char *expected);

/* contains tells whether `text` has `part` in it. */
bool contains(struct hc_span text, const char *part);

#endif
