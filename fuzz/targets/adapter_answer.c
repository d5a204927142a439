/* What an adapter says, to hello and to run: it is taken or refused with a reason, and not both;
 * what is taken has an outcome a step and is taken again when it is written anew. */
#include <string.h>

#include "../choices.h"
#include "../target.h"
#include "execution/protocol.h"

enum { RUN_ID = 1 };

static void check_again(json_t *outcomes, size_t step_count) {
  json_t *message = json_pack("{s:{s:i, s:O}}", "result", "id", RUN_ID, "outcomes", outcomes);
  char *line = json_dumps(message, JSON_COMPACT);
  PROPERTY(line);
  struct answer_error error = {0};
  json_t *again = protocol_decode_result(line, strlen(line), RUN_ID, step_count, &error);
  PROPERTY(again && json_equal(again, outcomes));
  json_decref(again);
  free(line);
  json_decref(message);
}

static void check_result(struct hc_span line, size_t step_count) {
  struct answer_error error = {0};
  json_t *outcomes = protocol_decode_result(line.data, line.size, RUN_ID, step_count, &error);
  if (outcomes) {
    PROPERTY(!error.text && !error.is_unrelated);
    PROPERTY(json_is_array(outcomes) && json_array_size(outcomes) == step_count);
    check_again(outcomes, step_count);
  } else {
    PROPERTY(error.text && *error.text);
  }
  free(error.text);
  json_decref(outcomes);
}

static void check_hello(struct hc_span line) {
  struct hello hello = {0};
  char *error = NULL;
  if (protocol_decode_hello(line.data, line.size, &hello, &error)) {
    PROPERTY(!error && hello.name && hello.version && hello.language && hello.edition_count > 0);
  } else {
    PROPERTY(error && *error);
  }
  hello_clear(&hello);
  free(error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct hc_span line = hc_span_make((const char *)data, size);
  struct choices choices = choices_take(&line);
  if (choices.of[0])
    check_result(line, choices.of[0]);
  else
    check_hello(line);
  return 0;
}
