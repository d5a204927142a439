/* An adapter is idle between cases. What it says, or that it dies, after its answer is the fault of
 * the case it has answered; but it may be seen only when the next case has begun. A failure that
 * left no trace on the wire is therefore in doubt as long as the adapter has played an earlier
 * case: whoever asked can play again with a new adapter. */
#include "execution/playing.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "execution/connecting.h"
#include "execution/deadline.h"
#include "execution/death.h"
#include "execution/exchange.h"
#include "execution/greeting.h"
#include "specification/edition.h"
#include "text/memory.h"

void observation_clear(struct observation *observation) {
  free(observation->detail);
  json_decref(observation->outcomes);
  peer_result_clear(&observation->peer);
  *observation = (struct observation){0};
}

/* reject: |problem|, which is taken over, is what the adapter wrote wrong. */
static void reject(struct adapter *adapter, char *problem, struct observation *observation) {
  observation->fate = ADAPTER_ILL_FORMED;
  observation->detail = rejection_account(adapter, problem);
  free(problem);
}

static bool reject_rest(struct adapter *adapter, struct observation *observation) {
  const char *rest;
  size_t length = line_buffer_rest(&adapter->lines, &rest);
  if (length == 0) return false;
  reject(
      adapter,
      memory_printf("after its answer the adapter wrote more, unasked (%zu bytes by now)", length),
      observation);
  return true;
}

bool play_aftermath(struct adapter *adapter, struct observation *observation) {
  if (!adapter_is_running(adapter)) return false;
  enum adapter_state state = adapter_glance(adapter);
  if (reject_rest(adapter, observation)) return true;
  if (state != ADAPTER_MUTE && state != ADAPTER_DEAF) return false;
  observation->fate = ADAPTER_DIED;
  observation->detail =
      death_account(adapter, state == ADAPTER_MUTE ? EXCHANGE_MUTE : EXCHANGE_DEAF, NULL, 0);
  return true;
}

bool play_farewell(const struct farewell *farewell, struct observation *observation) {
  bool died = WIFSIGNALED(farewell->status) && WTERMSIG(farewell->status) != SIGKILL;
  if (!farewell->talked && !died) return false;
  char *how = died ? child_status_text(farewell->status) : memory_string("wrote more, unasked");
  observation->fate = died ? ADAPTER_DIED : ADAPTER_ILL_FORMED;
  observation->detail =
      memory_printf("after its answer the adapter %s%s", how, farewell->last_words);
  free(how);
  return true;
}

/* read_answer: true when what is wrong with it may come from an earlier case. */
static bool read_answer(struct adapter *adapter, const char *line, size_t length, unsigned long id,
                        const struct playing *playing, struct observation *observation) {
  struct answer_error error;
  json_t *outcomes = protocol_decode_result(line, length, id, playing->encoded->step_count, &error);
  if (!outcomes) {
    reject(adapter, memory_printf("the answer is ill-formed: %s", error.text), observation);
    free(error.text);
    return error.is_unrelated;
  }
  if (reject_rest(adapter, observation)) {
    json_decref(outcomes);
    return false;
  }
  adapter->cases++;
  observation->fate = ADAPTER_ANSWERED;
  observation->outcomes =
      connecting_outcomes(playing->session, playing->variant.transport, outcomes);
  return false;
}

static enum adapter_fate fate_of(enum exchange_end end) {
  switch (end) {
  case EXCHANGE_TIMEOUT: return ADAPTER_TIMED_OUT;
  case EXCHANGE_ENDLESS: return ADAPTER_ILL_FORMED;
  default: return ADAPTER_DIED;
  }
}

static const char *encode(struct stage *stage, const struct playing *playing) {
  const struct encoded_case *encoded = playing->encoded;
  const struct run_message run = {
      .id = ++stage->last_id,
      .edition = edition_name(playing->edition),
      .deadline = playing->deadline,
      .host = peer_host(stage->peer),
      .port = peer_port(stage->peer),
      .variables = stage->variables,
      .refused_port = encoded->names_refused_port ? peer_refused_port(stage->peer) : 0,
      .black_hole_port = encoded->names_black_hole_port ? peer_black_hole_port(stage->peer) : 0,
      .encoded = encoded,
  };
  protocol_encode_run(&stage->message, &run);
  return stage->message.text;
}

/* What the client did before its answer arrives in the blink of an eye, if at all. */
static void settle(const struct stage *stage) {
  const struct surroundings surroundings = {
      .peer = stage->peer, .stop = stage->stop, .deadline = deadline_after(0.1)};
  exchange_settle(&surroundings);
}

static enum exchange_end converse(struct stage *stage, struct adapter *adapter,
                                  const struct playing *playing, struct observation *observation,
                                  bool *is_unrelated) {
  const struct surroundings surroundings = {
      .peer = stage->peer, .stop = stage->stop, .deadline = deadline_after(playing->deadline)};
  const char *message = encode(stage, playing), *line;
  size_t length;
  enum exchange_end end =
      exchange(adapter, message, stage->message.length, &surroundings, &line, &length);
  if (end == EXCHANGE_LINE) {
    *is_unrelated = read_answer(adapter, line, length, stage->last_id, playing, observation);
    settle(stage);
  } else if (end != EXCHANGE_STOPPED) {
    observation->fate = fate_of(end);
    observation->detail = death_account(adapter, end, "answer", playing->deadline);
  }
  return end;
}

static bool ensure_running(struct stage *stage, struct adapter *adapter,
                           struct observation *observation) {
  struct hello hello;
  if (adapter_is_running(adapter)) return true;
  bool is_running = adapter_start_and_greet(adapter, stage->stop, &hello, &observation->detail);
  if (is_running)
    hello_clear(&hello);
  else
    observation->fate = ADAPTER_DIED;
  return is_running;
}

enum play_end play(struct stage *stage, struct adapter *adapter, const struct playing *playing,
                   struct observation *observation) {
  *observation = (struct observation){0};
  if (!ensure_running(stage, adapter, observation))
    return observation->detail ? PLAY_OBSERVED : PLAY_STOPPED;
  bool is_first = adapter->cases == 0, is_unrelated = false;
  peer_begin(stage->peer, playing->script, playing->variant.transport, playing->variant.delivery,
             playing->seed);
  observation->port = peer_port(stage->peer);
  enum exchange_end end = converse(stage, adapter, playing, observation, &is_unrelated);
  peer_end(stage->peer, &observation->peer);
  if (end == EXCHANGE_STOPPED) {
    adapter_end(adapter, NULL);
    observation_clear(observation);
    return PLAY_STOPPED;
  }
  bool is_doubtful = !is_first && observation->peer.log.count == 0 &&
                     (is_unrelated || observation->fate == ADAPTER_DIED);
  return is_doubtful ? PLAY_DOUBTFUL : PLAY_OBSERVED;
}
