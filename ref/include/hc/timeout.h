/* hc/timeout.h — how long an operation on the network may take. */
#ifndef HC_TIMEOUT_H
#define HC_TIMEOUT_H

#include "hc/error.h"

#ifdef __cplusplus
extern "C" {
#endif

enum hc_timeout_kind {
  HC_TIMEOUT_DEFAULT = 0, /* not given: the default of the process, read when connecting (HP.22) */
  HC_TIMEOUT_NONE,        /* timeout=None: block for ever */
  HC_TIMEOUT_SECONDS      /* so many seconds; 0 means non-blocking (HP.19) */
};

/* The zero state is the default. */
struct hc_timeout {
  enum hc_timeout_kind kind;
  double seconds;
};

/* hc_timeout_check accepts what socket.settimeout() accepts. HC_VALUE_ERROR: the seconds are
 * negative or not a number. HC_OVERFLOW_ERROR: they do not fit 64 bits of nanoseconds. The message
 * is the newest edition's; a transport gives its own edition's. */
enum hc_kind hc_timeout_check(struct hc_timeout timeout, struct hc_error *error);

/* hc_set_default_timeout sets the default of the process, the library's only global state;
 * HC_TIMEOUT_DEFAULT restores the first setting, which is to block. Errors: hc_timeout_check. */
enum hc_kind hc_set_default_timeout(struct hc_timeout timeout, struct hc_error *error);

/* hc_get_default_timeout returns the default of the process; its kind is never
 * HC_TIMEOUT_DEFAULT. */
struct hc_timeout hc_get_default_timeout(void);

#ifdef __cplusplus
}
#endif
#endif
