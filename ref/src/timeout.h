/* What transports need to know of a timeout. */
#ifndef TIMEOUT_H
#define TIMEOUT_H

#include "edition.h"
#include "hc/timeout.h"

/* No timeout. */
#define HC_FOREVER INT64_C(-1)

/* hc_timeout_check_by is hc_timeout_check with the message of an edition. */
enum hc_kind hc_timeout_check_by(const struct hc_traits *traits, struct hc_timeout timeout,
                                 struct hc_error *error);

/* hc_timeout_nanoseconds returns a checked timeout in nanoseconds, or HC_FOREVER; the default of
 * the process stands in where the timeout is not given. */
int64_t hc_timeout_nanoseconds(struct hc_timeout timeout);

/* hc_timeout_of_nanoseconds is the opposite. */
struct hc_timeout hc_timeout_of_nanoseconds(int64_t nanoseconds);

#endif
