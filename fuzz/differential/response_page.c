#include "response_page.h"

#include "interpreter.h"
#include "trace.h"

enum { SIMPLE_MAX = 900 };

static void print_span(FILE *file, struct hc_span span) {
  if (span.size > 0) fwrite(span.data, 1, span.size, file);
}

static void print_plan(const struct response_plan *plan, FILE *file) {
  static const char *const endings[ENDING_COUNT] = {"its end", "a reset", "a timeout"};
  struct hc_buffer shown = {0};
  size_t more = plan->bytes.size > SIMPLE_MAX ? plan->bytes.size - SIMPLE_MAX : 0;
  trace_bytes(&shown, hc_span_make(plan->bytes.data, plan->bytes.size - more));
  fprintf(file, "method %s; the response, in %zu pieces, and then %s:\n  ", plan->method,
          plan->piece_count, endings[plan->ending]);
  print_span(file, hc_buffer_span(&shown));
  if (more > 0) fprintf(file, " ... (%zu bytes)", more);
  fputc('\n', file);
  hc_buffer_free(&shown);
}

static void print_server(const struct response_plan *plan, FILE *file) {
  fputs("```server\nrecv request\n", file);
  struct hc_buffer shown = {0};
  for (size_t i = 0; i < plan->bytes.size; i++) {
    char byte = plan->bytes.data[i];
    struct hc_span one = hc_span_make(&byte, 1);
    if (byte == '"') {
      trace_text(&shown, "\\\"");
      continue;
    }
    struct hc_buffer literal = {0};
    trace_bytes(&literal, one);
    struct hc_span text = hc_span_make(literal.data + 2, literal.size - 3);
    if (byte == '\'') text = hc_str("'");
    if (!hc_buffer_append(&shown, text)) abort();
    hc_buffer_free(&literal);
  }
  if (shown.size > 0) fprintf(file, "send \"%.*s\"\n", (int)shown.size, shown.data);
  fputs("close\n```\n", file);
  hc_buffer_free(&shown);
}

/* "raises Kind b'text' …" becomes "raises Kind"; None shows nothing. */
static void print_outcome(struct hc_span outcome, FILE *file) {
  static const char raises[] = "raises ";
  size_t start = sizeof raises - 1;
  if (hc_span_equal(outcome, hc_str("None"))) return;
  if (outcome.size > start && memcmp(outcome.data, raises, start) == 0) {
    const char *end = memchr(outcome.data + start, ' ', outcome.size - start);
    if (end != NULL) outcome.size = (size_t)(end - outcome.data);
  }
  print_span(file, outcome);
  fputc('\n', file);
}

static bool is_said(enum operation operation) {
  return operation <= OPERATION_NEXT || operation == OPERATION_ISCLOSED ||
         operation == OPERATION_CLOSE;
}

static void print_step(struct step step, struct hc_span line, FILE *file) {
  char call[PLAN_CALL_MAX];
  plan_call(step, call);
  size_t before = strlen(call) + 2;
  if (line.size < before) return;
  struct hc_span outcome = hc_span_make(line.data + before, line.size - before);
  fprintf(file, ">>> resp.%s\n", call);
  bool memory = step.operation == OPERATION_READINTO || step.operation == OPERATION_READINTO1;
  print_outcome(memory && outcome.size > 0 && outcome.data[0] == 'b' ? hc_str("...") : outcome,
                file);
}

static void print_console(const struct response_plan *plan, struct hc_span trace, FILE *file) {
  fprintf(file, "```pycon\n>>> conn = connect()\n>>> conn.request('%s', '/')\n", plan->method);
  fputs(">>> resp = conn.getresponse()\n", file);
  struct hc_span begun = trace_line(&trace);
  struct hc_span outcome = hc_span_make(begun.data, begun.size);
  static const char prefix[] = "begin(): ";
  outcome = hc_span_make(begun.data + sizeof prefix - 1, begun.size - (sizeof prefix - 1));
  bool failed = !hc_span_equal(outcome, hc_str("None"));
  if (failed) print_outcome(outcome, file);
  for (size_t i = 1; !failed && i < plan->step_count; i++) {
    struct hc_span line = trace_line(&trace);
    if (is_said(plan->steps[i].operation)) print_step(plan->steps[i], line, file);
  }
  fputs("```\n", file);
}

void response_describe(const void *plan, struct hc_span trace, FILE *file) {
  const struct response_plan *it = plan;
  print_plan(it, file);
  if (it->ending != ENDING_CLOSE || it->bytes.size > SIMPLE_MAX) {
    fputs("No scenario: it is too long for a page, or does not end with the stream's end.\n", file);
    return;
  }
  fprintf(file,
          "\n## (heading)\n(statement)\n\n- behaviour: (id)\n- level: cpython\n- edition: %s\n\n",
          hc_edition_name(interpreter_edition()));
  print_server(it, file);
  print_console(it, trace, file);
}
