/* The reference client, through its public API alone. */
#include <stdio.h>
#include <stdlib.h>

#include "hc/connection.h"
#include "hc/memory_transport.h"
#include "hc/tls_context.h"
#include "wire.h"

/* As many responses come over one connection; servers that count to close one count to about as
 * many. */
enum { HEADS_A_CONNECTION = 100 };

struct run {
  const struct bench_task *task;
  struct hc_tls_context *context;   /* NULL: http */
  struct hc_connection *connection; /* NULL between connections of BENCH_NEW */
  struct hc_buffer body;
  char *into; /* of the workload's amount, for BENCH_INTO */
  struct bench_head head;
  struct hc_span segments[HEADS_A_CONNECTION]; /* the head, again and again */
  struct hc_memory_script script;              /* of them */
  struct hc_transport *transport;              /* NULL before a connection of BENCH_HEAD */
  size_t heads;                                /* that have come from it */
  struct hc_error error;
};

static const char *version(void) {
  return "hc " HC_BENCH_VERSION;
}

static bool can(const struct bench_workload *workload) {
  (void)workload;
  return true;
}

static bool complain(struct run *run, const char *what) {
  struct hc_span text = hc_buffer_span(&run->error.text);
  char why[256];
  snprintf(why, sizeof why, "%s: %.*s", hc_kind_name(run->error.kind), (int)text.size,
           text.size > 0 ? text.data : "");
  return bench_complain(what, why);
}

static bool connect_to(struct run *run) {
  struct hc_connection_options options = {
      .host = hc_str(run->task->host), .https = run->context != NULL, .tls_context = run->context};
  options.port = hc_port_number(run->task->port);
  return hc_connection_new(&options, &run->connection, &run->error) == HC_OK ||
         complain(run, "hc_connection_new");
}

static bool read_all(struct run *run, struct hc_response *response, struct bench_tally *tally) {
  if (hc_response_read_all(response, &run->body, &run->error) != HC_OK)
    return complain(run, "hc_response_read_all");
  bench_tally_take(tally, run->body.data, run->body.size);
  /* As read() returns a new bytes object. */
  hc_buffer_free(&run->body);
  return true;
}

static bool read_amounts(struct run *run, struct hc_response *response, struct bench_tally *tally) {
  int64_t amount = (int64_t)run->task->workload->amount;
  do {
    if (hc_response_read(response, amount, &run->body, &run->error) != HC_OK)
      return complain(run, "hc_response_read");
    bench_tally_take(tally, run->body.data, run->body.size);
  } while (run->body.size > 0);
  return true;
}

static bool read_into(struct run *run, struct hc_response *response, struct bench_tally *tally) {
  size_t got;
  do {
    if (hc_response_readinto(response, run->into, run->task->workload->amount, &got, &run->error) !=
        HC_OK)
      return complain(run, "hc_response_readinto");
    bench_tally_take(tally, run->into, got);
  } while (got > 0);
  return true;
}

static bool read_body(struct run *run, struct hc_response *response, struct bench_tally *tally) {
  int status;
  if (hc_response_status(response, &status) != HC_PRESENT || status != 200)
    return bench_complain(run->task->workload->path, "the status is not 200");
  switch (run->task->workload->reading) {
  case BENCH_ALL: return read_all(run, response, tally);
  case BENCH_INTO: return read_into(run, response, tally);
  case BENCH_AMOUNT: return read_amounts(run, response, tally);
  case BENCH_HEAD: break;
  }
  return bench_complain(run->task->workload->name, "has no body to read");
}

static bool get(struct run *run, struct bench_tally *tally) {
  struct hc_request request = {.method = hc_str("GET"), .url = hc_str(run->task->workload->path)};
  if (hc_connection_request(run->connection, &request, &run->error) != HC_OK)
    return complain(run, "hc_connection_request");
  struct hc_response *response;
  if (hc_connection_getresponse(run->connection, &response, &run->error) != HC_OK)
    return complain(run, "hc_connection_getresponse");
  bool done = read_body(run, response, tally);
  hc_response_free(response);
  return done;
}

/* Reads the head from memory: status line, message, and how the body is framed. */
static bool begin(struct run *run, struct bench_tally *tally) {
  struct hc_response_options options = {0};
  struct hc_response *response;
  if (hc_response_new(run->transport, &options, &response, &run->error) != HC_OK)
    return complain(run, "hc_response_new");
  struct hc_integer length;
  bool done = hc_response_begin(response, &run->error) == HC_OK || complain(run, "begin");
  if (done && hc_response_length(response, &length) != HC_PRESENT)
    done = bench_complain("head", "the length was not found");
  if (done) tally->fields += hc_message_count(hc_response_headers(response));
  hc_response_free(response);
  return done;
}

static bool open_memory(struct run *run) {
  return hc_memory_transport_new(&run->script, NULL, HC_EDITION_NEWEST, NULL, &run->transport,
                                 &run->error) == HC_OK ||
         complain(run, "hc_memory_transport_new");
}

static void close_memory(struct run *run) {
  hc_transport_release(run->transport);
  run->transport = NULL;
  run->heads = 0;
}

static bool parse_head(struct run *run, struct bench_tally *tally) {
  if (run->transport == NULL && !open_memory(run)) return false;
  bool done = begin(run, tally);
  if (++run->heads == HEADS_A_CONNECTION) close_memory(run);
  bench_tally_take(tally, run->head.bytes, run->head.size);
  return done;
}

static bool exchange(void *opaque, struct bench_tally *tally) {
  struct run *run = opaque;
  if (run->task->workload->reading == BENCH_HEAD) return parse_head(run, tally);
  if (run->connection == NULL && !connect_to(run)) return false;
  bool done = get(run, tally);
  if (run->task->workload->connection == BENCH_NEW) {
    hc_connection_free(run->connection);
    run->connection = NULL;
  }
  return done;
}

static void finish(void *opaque) {
  struct run *run = opaque;
  hc_connection_free(run->connection);
  hc_tls_context_release(run->context);
  close_memory(run);
  hc_buffer_free(&run->body);
  hc_error_clear(&run->error);
  free(run->into);
  free(run);
}

static bool trust(struct run *run) {
  struct hc_tls_authorities authorities = {.file = hc_str(run->task->certificate)};
  return hc_tls_context_new_default(&authorities, HC_EDITION_NEWEST, NULL, &run->context,
                                    &run->error) == HC_OK ||
         complain(run, run->task->certificate);
}

static bool prepare(struct run *run) {
  const struct bench_workload *workload = run->task->workload;
  if (workload->reading == BENCH_INTO && (run->into = malloc(workload->amount)) == NULL)
    return bench_complain(workload->name, "no memory");
  if (workload->scheme == BENCH_HTTPS && !trust(run)) return false;
  if (workload->reading == BENCH_HEAD && !bench_fetch_head(run->task, &run->head)) return false;
  for (size_t i = 0; i < HEADS_A_CONNECTION; i++)
    run->segments[i] = hc_span_make(run->head.bytes, run->head.size);
  run->script =
      (struct hc_memory_script){.segments = run->segments, .segment_count = HEADS_A_CONNECTION};
  return true;
}

static void *start(const struct bench_task *task) {
  struct run *run = calloc(1, sizeof *run);
  if (run == NULL) return NULL;
  run->task = task;
  if (prepare(run)) return run;
  finish(run);
  return NULL;
}

const struct bench_client bench_client = {"hc", version, can, start, exchange, finish};
