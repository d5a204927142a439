/* The same response, delivered and read alike, to the reference client and to http.client of the
 * CPython in this process: what comes of each step must be the same. response_plan.h says what the
 * bytes of an input mean. */
#include "../target.h"
#include "comparison.h"
#include "interpreter.h"
#include "response_page.h"
#include "response_reference.h"

static PyObject *pieces_of(const struct response_plan *plan) {
  PyObject *pieces = PyList_New((Py_ssize_t)plan->piece_count);
  PROPERTY(pieces != NULL);
  for (size_t i = 0; i < plan->piece_count; i++) {
    struct hc_span piece = plan->pieces[i];
    PyList_SET_ITEM(pieces, (Py_ssize_t)i,
                    PyBytes_FromStringAndSize(piece.data, (Py_ssize_t)piece.size));
  }
  return pieces;
}

static PyObject *steps_of(const struct response_plan *plan) {
  PyObject *steps = PyList_New((Py_ssize_t)plan->step_count);
  PROPERTY(steps != NULL);
  for (size_t i = 0; i < plan->step_count; i++) {
    struct step step = plan->steps[i];
    char call[PLAN_CALL_MAX];
    plan_call(step, call);
    PyList_SET_ITEM(steps, (Py_ssize_t)i,
                    Py_BuildValue("(siL)", call, (int)step.operation, (long long)step.amount));
  }
  return steps;
}

static struct hc_span trace_of_interpreter(const struct response_plan *plan) {
  return interpreter_call("trace_response", Py_BuildValue("(sNiN)", plan->method, pieces_of(plan),
                                                          (int)plan->ending, steps_of(plan)));
}

/* A reference that loses the last byte. */
static void add_fault(struct response_plan *plan) {
  if (plan->piece_count > 0) plan->pieces[plan->piece_count - 1].size--;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  interpreter_start();
  struct response_plan plan;
  response_plan_decode(data, size, &plan);
  struct hc_span theirs = trace_of_interpreter(&plan);
  if (fault_is_wanted()) add_fault(&plan);
  struct hc_buffer ours = {0};
  response_reference(&plan, interpreter_edition(), &ours);
  struct comparison comparison = {
      .target = "differential_response",
      .input = hc_buffer_span(&plan.bytes),
      .reference = hc_buffer_span(&ours),
      .interpreter = theirs,
      .describe = response_describe,
      .plan = &plan,
  };
  compare(&comparison);
  hc_buffer_free(&ours);
  response_plan_free(&plan);
  return 0;
}
