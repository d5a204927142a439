/* The same calls on the reference client's connection and on http.client's of the CPython in this
 * process: what comes of each, the connections it makes, the bytes it sends and what it prints must
 * be the same. differential/request_plan.h says what the bytes of an input mean. */
#include "../target.h"
#include "comparison.h"
#include "request_interpreter.h"
#include "request_reference.h"
#include "trace.h"

static void describe(const void *plan, struct hc_span trace, FILE *file) {
  (void)trace;
  const struct request_plan *it = plan;
  struct hc_buffer reply = {0};
  trace_bytes(&reply, plan_reply(it->reply));
  fprintf(file, "Each connection answers %.*s. Texts are shown in UTF-8.\n", (int)reply.size,
          it->reply == REPLY_REFUSES ? "(refused)" : reply.data);
  hc_buffer_free(&reply);
}

static void interpreter(const void *plan, struct hc_buffer *trace) {
  request_interpreter(plan, trace);
}

static void reference(const void *plan, enum hc_edition edition, struct hc_buffer *trace) {
  request_reference(plan, edition, trace);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const struct comparison comparison = {
      .target = "differential_request",
      .interpreter = interpreter,
      .reference = reference,
      .describe = describe,
  };
  struct request_plan plan;
  request_plan_decode(data, size, &plan);
  compare(&comparison, &plan);
  request_plan_free(&plan);
  return 0;
}
