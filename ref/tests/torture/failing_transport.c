#include "torture/failing_transport.h"

#include "raise.h"

struct failing_transport {
  struct hc_transport base;
  struct hc_memory_script script; /* of a memory transport below */
  struct hc_transport *below;
  struct stage *stage;
  bool ended;
};

static struct failing_transport *self_of(struct hc_transport *transport) {
  return (struct failing_transport *)(void *)transport;
}

/* Counts a call, and returns what is wrong with it. */
static enum transport_fault_kind count(struct stage *stage) {
  if (++stage->transport_calls != stage->transport.failing || stage->proving) {
    return TRANSPORT_SOUND;
  }
  stage->fired = true;
  return stage->transport.kind;
}

/* Counts a call of which only a failure concerns the caller. */
static enum hc_kind fail_in_turn(struct stage *stage, struct hc_error *error) {
  switch (count(stage)) {
  case TRANSPORT_FAILS: return hc_error_set_errno(error, stage->transport.errnum);
  case TRANSPORT_WAITS: return hc_raise(error, HC_TIMEOUT_ERROR, "timed out");
  case TRANSPORT_SOUND:
  case TRANSPORT_ENDS:
  case TRANSPORT_DAWDLES: break;
  }
  return HC_OK;
}

enum hc_kind failing_transport_open(struct stage *stage, struct hc_error *error) {
  return fail_in_turn(stage, error);
}

static enum hc_kind read_below(struct hc_transport *transport, void *into, size_t size, size_t *got,
                               struct hc_error *error) {
  struct failing_transport *self = self_of(transport);
  *got = 0;
  switch (count(self->stage)) {
  case TRANSPORT_SOUND: break;
  case TRANSPORT_FAILS: return hc_error_set_errno(error, self->stage->transport.errnum);
  case TRANSPORT_WAITS: return hc_raise(error, HC_TIMEOUT_ERROR, "timed out");
  case TRANSPORT_ENDS:
    self->ended = true;
    self->stage->ended = true;
    break;
  case TRANSPORT_DAWDLES: size = 1; break;
  }
  return self->ended ? HC_OK : hc_transport_read(self->below, into, size, got, error);
}

static enum hc_kind write_below(struct hc_transport *transport, const struct hc_span *spans,
                                size_t count_of_spans, struct hc_error *error) {
  struct failing_transport *self = self_of(transport);
  enum hc_kind kind = fail_in_turn(self->stage, error);
  return kind == HC_OK ? hc_transport_write(self->below, spans, count_of_spans, error) : kind;
}

static int fileno_below(const struct hc_transport *transport) {
  const struct failing_transport *self = (const struct failing_transport *)(const void *)transport;
  return hc_transport_fileno(self->below);
}

static enum hc_kind set_timeout_below(struct hc_transport *transport, struct hc_timeout timeout,
                                      struct hc_error *error) {
  struct failing_transport *self = self_of(transport);
  enum hc_kind kind = fail_in_turn(self->stage, error);
  return kind == HC_OK ? hc_transport_set_timeout(self->below, timeout, error) : kind;
}

static void destroy(struct hc_transport *transport) {
  struct failing_transport *self = self_of(transport);
  self->stage->transports--;
  hc_transport_release(self->below);
  hc_resize(&self->stage->allocator, self, sizeof *self, 0);
}

static const struct hc_transport_methods methods = {
    .read = read_below,
    .write = write_below,
    .fileno = fileno_below,
    .set_timeout = set_timeout_below,
    .destroy = destroy,
};

enum hc_kind failing_transport_new(struct stage *stage, struct hc_transport **transport,
                                   struct hc_error *error) {
  struct failing_transport *self = hc_resize(&stage->allocator, NULL, 0, sizeof *self);
  if (self == NULL) {
    hc_transport_release(*transport);
    *transport = NULL;
    return hc_raise_memory(error);
  }
  struct failing_transport made = {
      .base = {.methods = &methods, .references = 1}, .below = *transport, .stage = stage};
  *self = made;
  *transport = &self->base;
  stage->transports++;
  return HC_OK;
}

enum hc_kind failing_memory_transport_new(struct stage *stage,
                                          const struct hc_memory_script *script,
                                          const struct hc_transport_target *target,
                                          struct hc_transport **transport, struct hc_error *error) {
  struct hc_transport *made = NULL;
  enum hc_kind kind = failing_transport_new(stage, &made, error);
  if (kind != HC_OK) return kind;
  struct failing_transport *self = self_of(made);
  self->script = *script;
  kind = hc_memory_transport_new(&self->script, NULL, target->edition, target->allocator,
                                 &self->below, error);
  if (kind == HC_OK)
    *transport = made;
  else
    hc_transport_release(made);
  return kind;
}
