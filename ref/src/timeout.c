/* Timeouts, and the default of the process: one number of nanoseconds, read and written as a
 * whole. */
#include "timeout.h"

#include <math.h> /* macros only: nothing of libm is linked */
#include <stdatomic.h>

#include "raise.h"

/* Nanoseconds, or FOREVER. */
static _Atomic int64_t default_timeout = HC_FOREVER;

static const double nanoseconds_per_second = 1e9;

static bool out_of_range(double nanoseconds) {
  const double limit = 9223372036854775808.0; /* 2**63 */
  return nanoseconds >= limit || nanoseconds < -limit;
}

enum hc_kind hc_timeout_check_by(const struct hc_traits *traits, struct hc_timeout timeout,
                                 struct hc_error *error) {
  if (timeout.kind != HC_TIMEOUT_SECONDS) return HC_OK;
  if (isnan(timeout.seconds)) {
    return hc_raise(error, HC_VALUE_ERROR, "Invalid value NaN (not a number)");
  }
  if (out_of_range(timeout.seconds * nanoseconds_per_second)) {
    return hc_raise(error, HC_OVERFLOW_ERROR, "%s",
                    traits->tells_platform_time ? "timestamp out of range for platform time_t"
                                                : "timestamp too large to convert to C _PyTime_t");
  }
  if (timeout.seconds < 0) return hc_raise(error, HC_VALUE_ERROR, "Timeout value out of range");
  return HC_OK;
}

enum hc_kind hc_timeout_check(struct hc_timeout timeout, struct hc_error *error) {
  return hc_timeout_check_by(hc_traits_of(HC_EDITION_NEWEST), timeout, error);
}

/* A timeout that is not 0 never becomes 0, which would mean non-blocking. */
static int64_t round_up(double nanoseconds) {
  int64_t whole = (int64_t)nanoseconds;
  return (double)whole < nanoseconds ? whole + 1 : whole;
}

int64_t hc_timeout_nanoseconds(struct hc_timeout timeout) {
  switch (timeout.kind) {
  case HC_TIMEOUT_DEFAULT: return default_timeout;
  case HC_TIMEOUT_NONE: break;
  case HC_TIMEOUT_SECONDS: return round_up(timeout.seconds * nanoseconds_per_second);
  }
  return HC_FOREVER;
}

enum hc_kind hc_set_default_timeout(struct hc_timeout timeout, struct hc_error *error) {
  enum hc_kind kind = hc_timeout_check(timeout, error);
  if (kind != HC_OK) return kind;
  bool restore = timeout.kind == HC_TIMEOUT_DEFAULT;
  default_timeout = restore ? HC_FOREVER : hc_timeout_nanoseconds(timeout);
  return HC_OK;
}

struct hc_timeout hc_get_default_timeout(void) {
  return hc_timeout_of_nanoseconds(default_timeout);
}

struct hc_timeout hc_timeout_of_nanoseconds(int64_t nanoseconds) {
  struct hc_timeout timeout = {HC_TIMEOUT_NONE, 0};
  if (nanoseconds == HC_FOREVER) return timeout;
  timeout.kind = HC_TIMEOUT_SECONDS;
  timeout.seconds = (double)nanoseconds / nanoseconds_per_second;
  return timeout;
}
