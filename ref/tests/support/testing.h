/* cmocka with what its header needs, and assertions on the library's own types. */
#ifndef TESTING_H
#define TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hc/error.h"

/* These fail the test with both sides shown. */
void assert_span_is(struct hc_span actual, struct hc_span expected, const char *why);
void assert_text_is(struct hc_span actual, const char *expected, const char *why);
void assert_kind_is(enum hc_kind actual, enum hc_kind expected, const char *why);

/* assert_error_is checks an error's kind and text, and clears it. */
void assert_error_is(struct hc_error *error, enum hc_kind kind, const char *text, const char *why);

#endif
