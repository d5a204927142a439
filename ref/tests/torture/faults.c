#include "torture/faults.h"

#include <errno.h>

#include "support/testing.h"

static void enter(const struct venue *venue, struct stage *stage) {
  stage->open = venue->open;
  stage->open_payload = venue->payload;
  if (venue->enter != NULL) venue->enter(venue->payload, stage);
}

/* Shows that no harm was done; returns whether the fault's turn had come. */
static bool leave(const struct venue *venue, struct stage *stage) {
  bool fired = stage->fired;
  stage_prove(stage);
  stage_clear(stage);
  if (venue->leave != NULL) venue->leave(venue->payload);
  return fired;
}

/* --- Allocations --- */

static bool refuse(const struct venue *venue, struct stage *stage) {
  enter(venue, stage);
  enum hc_kind kind = stage_play(stage);
  enum hc_kind expected = stage->fired ? HC_MEMORY_ERROR : stage->scene->kind;
  assert_kind_is(kind, expected, stage->scene->name);
  return leave(venue, stage);
}

void refuse_each_allocation(const struct venue *venue, const struct scene *scene) {
  static const struct {
    size_t piece;
    bool lasting;
    bool no_details;
  } rows[] = {{0, false, false}, {0, true, false}, {0, false, true}, {16, true, true}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    bool fired = true;
    for (size_t failing = 1; fired; failing++) {
      struct stage stage = {.scene = scene,
                            .piece = rows[i].piece,
                            .no_details = rows[i].no_details,
                            .allocation = {failing, rows[i].lasting}};
      fired = refuse(venue, &stage);
      assert_true(fired || failing > 1);
    }
  }
}

/* --- Failures of a transport --- */

struct failure {
  struct transport_fault fault;
  enum hc_kind kind;
};

static const struct failure failures[] = {
    {{TRANSPORT_FAILS, ECONNRESET, 0}, HC_CONNECTION_RESET_ERROR},
    {{TRANSPORT_FAILS, EPIPE, 0}, HC_BROKEN_PIPE_ERROR},
    {{TRANSPORT_FAILS, EIO, 0}, HC_OS_ERROR},
    {{TRANSPORT_FAILS, EAGAIN, 0}, HC_BLOCKING_IO_ERROR},
    {{TRANSPORT_WAITS, 0, 0}, HC_TIMEOUT_ERROR},
};

static void assert_failure(const struct venue *venue, const struct stage *stage,
                           const struct failure *failure, enum hc_kind kind) {
  const enum hc_kind *others = venue->would_block_kinds;
  bool would_block = failure->kind == HC_BLOCKING_IO_ERROR && kind != HC_OK;
  if (would_block && (kind == others[0] || kind == others[1])) return;
  assert_kind_is(kind, failure->kind, stage->scene->name);
}

/* ST.13, ST.14, TO.02: what a failure while a response is being had does to what is had. A body
 * that fails stays open, but nothing more can be read after a timeout. */
static void assert_state(struct stage *stage, enum hc_kind kind) {
  const char *name = stage->scene->name;
  if (stage->phase == AWAITING && stage->response == NULL) {
    bool closed = hc_connection_transport(stage->connection) == NULL;
    if (closed != hc_kind_is(kind, HC_CONNECTION_ERROR)) fail_msg("%s: closed or not", name);
  }
  if (stage->phase != READING || stage->response == NULL) return;
  assert_false(hc_response_isclosed(stage->response));
  if (kind != HC_TIMEOUT_ERROR) return;
  hc_error_clear(&stage->details);
  hc_response_read_all(stage->response, &stage->into, &stage->details);
  assert_error_is(&stage->details, HC_OS_ERROR, "cannot read from timed out object", name);
}

static bool fail_one(const struct venue *venue, struct stage *stage,
                     const struct failure *failure) {
  enter(venue, stage);
  enum hc_kind kind = stage_play(stage);
  if (stage->fired) {
    assert_failure(venue, stage, failure, kind);
    assert_state(stage, kind);
  } else {
    assert_kind_is(kind, stage->scene->kind, stage->scene->name);
  }
  return leave(venue, stage);
}

void fail_each_call(const struct venue *venue, const struct scene *scene) {
  static const size_t pieces[] = {0, 64};
  for (size_t p = 0; p < sizeof pieces / sizeof pieces[0]; p++) {
    for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++) {
      bool fired = true;
      for (size_t failing = 1; fired; failing++) {
        struct stage stage = {.scene = scene, .piece = pieces[p], .transport = failures[i].fault};
        stage.transport.failing = failing;
        fired = fail_one(venue, &stage, &failures[i]);
      }
    }
  }
}

/* --- Ends of the stream --- */

/* SL.02, RD.02, RD.04: before a response it is a disconnection; in a body it is noticed, or is the
 * end. */
static void assert_end(const struct venue *venue, const struct stage *stage, enum hc_kind kind) {
  if (stage->phase == AWAITING && stage->response == NULL) {
    assert_kind_is(kind, HC_REMOTE_DISCONNECTED, stage->scene->name);
    return;
  }
  bool possible = kind == HC_OK || kind == stage->scene->kind || kind == venue->end_kind ||
                  kind == HC_INCOMPLETE_READ || kind == HC_REMOTE_DISCONNECTED;
  if (!possible) fail_msg("%s: ends with %s", stage->scene->name, hc_kind_name(kind));
}

void end_at_each_read(const struct venue *venue, const struct scene *scene) {
  bool fired = true;
  for (size_t failing = 1; fired; failing++) {
    struct stage stage = {.scene = scene, .transport = {TRANSPORT_ENDS, 0, failing}};
    enter(venue, &stage);
    enum hc_kind kind = stage_play(&stage);
    if (stage.ended)
      assert_end(venue, &stage, kind);
    else
      assert_kind_is(kind, scene->kind, scene->name);
    fired = leave(venue, &stage);
  }
}

/* --- Short reads --- */

/* Plays `scene`, and gives what was read. */
static bool dawdle(const struct venue *venue, const struct scene *scene, size_t failing,
                   struct hc_buffer *record) {
  struct stage stage = {.scene = scene, .transport = {TRANSPORT_DAWDLES, 0, failing}};
  enter(venue, &stage);
  assert_kind_is(stage_play(&stage), scene->kind, scene->name);
  hc_buffer_take(record, &stage.record);
  return leave(venue, &stage);
}

void dawdle_at_each_read(const struct venue *venue, const struct scene *scene) {
  struct hc_buffer undisturbed = {0};
  struct hc_buffer record = {0};
  dawdle(venue, scene, 0, &undisturbed);
  bool fired = true;
  for (size_t failing = 1; fired; failing++) {
    fired = dawdle(venue, scene, failing, &record);
    assert_span_is(hc_buffer_span(&record), hc_buffer_span(&undisturbed), scene->name);
  }
  hc_buffer_free(&undisturbed);
  hc_buffer_free(&record);
}
