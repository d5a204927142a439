#include "support/steps.h"

#include <stdio.h>

#include "support/testing.h"

/* Calls `step` of `response`; what it gives is in `into`. */
static enum hc_kind call(struct hc_response *response, const struct step *step,
                         struct hc_buffer *into, struct hc_error *error) {
  enum hc_kind kind = HC_OK;
  struct hc_span ahead = {NULL, 0};
  size_t got = 0;
  switch (step->operation) {
  case END: break;
  case ALL: return hc_response_read_all(response, into, error);
  case READ: return hc_response_read(response, step->amount, into, error);
  case READ1: return hc_response_read1(response, step->amount, into, error);
  case READLINE: return hc_response_readline(response, step->amount, into, error);
  case READINTO:
    hc_buffer_empty(into);
    assert_true(hc_buffer_reserve(into, (size_t)step->amount + 1));
    kind = hc_response_readinto(response, into->data, (size_t)step->amount, &got, error);
    into->size = got;
    break;
  case PEEK:
    hc_buffer_empty(into);
    kind = hc_response_peek(response, &ahead, error);
    assert_true(hc_buffer_append(into, ahead));
    break;
  }
  return kind;
}

static void run_step(struct hc_response *response, const struct step *step, const char *why) {
  struct hc_buffer into = {0};
  struct hc_error error = {0};
  enum hc_kind kind = call(response, step, &into, &error);
  assert_kind_is(kind, step->kind, why);
  assert_int_equal(error.kind, kind);
  const struct hc_buffer *given = kind == HC_INCOMPLETE_READ ? &error.partial : &into;
  const char *expected = step->bytes != NULL ? step->bytes : "";
  assert_span_is(hc_buffer_span(given), hc_str(expected), why);
  if (hc_response_isclosed(response) != step->isclosed) fail_msg("%s: isclosed", why);
  hc_buffer_free(&into);
  hc_error_clear(&error);
}

static void run_case(const struct steps_case *one, size_t piece) {
  struct script script = {.edition = one->edition, .memory = {.piece = piece}};
  const char *method = one->method != NULL ? one->method : "GET";
  struct hc_response *response = script_response(&script, method, one->answer);
  assert_kind_is(hc_response_begin(response, NULL), HC_OK, one->why);
  for (size_t i = 0; one->steps[i].operation != END; i++) {
    char why[256];
    snprintf(why, sizeof why, "%s (step %zu, pieces of %zu)", one->why, i + 1, piece);
    run_step(response, &one->steps[i], why);
  }
  hc_response_free(response);
}

void run_steps(const struct steps_case *cases, size_t count) {
  for (size_t i = 0; i < count; i++) {
    run_case(&cases[i], 0);
    if (!cases[i].whole_only) run_case(&cases[i], 1);
  }
}
