/* The same response, delivered and read alike, to the reference client and to http.client of the
 * CPython in this process: what comes of each step must be the same. response_plan.h says what the
 * bytes of an input mean. */
#include "../target.h"
#include "comparison.h"
#include "response_interpreter.h"
#include "response_page.h"
#include "response_reference.h"

static void interpreter(const void *plan, struct hc_buffer *trace) {
  response_interpreter(plan, trace);
}

static void reference(const void *plan, enum hc_edition edition, struct hc_buffer *trace) {
  response_reference(plan, edition, trace);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const struct comparison comparison = {
      .target = "differential_response",
      .interpreter = interpreter,
      .reference = reference,
      .describe = response_describe,
  };
  static struct response_plan plan; /* large */
  response_plan_decode(data, size, &plan);
  compare(&comparison, &plan);
  response_plan_free(&plan);
  return 0;
}
