/* The source is parsed once more, so that its lines count from 1. */
#include "sweep/response.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/memory.h"

/* lines_before: the lines of |source| above number |line|; the caller frees them. */
static char *lines_before(const char *source, unsigned line) {
  const char *end = source;
  for (unsigned i = 1; i < line && *end; i++) {
    end += strcspn(end, "\n");
    end += *end == '\n';
  }
  return memory_printf("%.*s", (int)(end - source), source);
}

static void add_response(struct responses *responses, struct response response) {
  responses->array =
      memory_resize(responses->array, (responses->count + 1) * sizeof *responses->array);
  responses->array[responses->count++] = response;
}

/* take_response: the sends from statement |*index| on, behind which it is moved. */
static struct response take_response(const struct peer_script *script, const char *source,
                                     size_t *index) {
  struct response response = {.before =
                                  lines_before(source, peer_script_place(script, *index).line)};
  char *text;
  FILE *out = memory_stream(&text, &response.length);
  while (*index < peer_script_statements(script) && peer_script_sends(script, *index, out))
    (*index)++;
  fclose(out);
  response.data = (unsigned char *)text;
  return response;
}

struct responses responses_of(const struct test_case *test_case) {
  struct responses responses = {0};
  const char *source = test_case->server_source;
  if (!source || peer_script_speaks_tls(test_case->script) ||
      peer_script_has_window(test_case->script))
    return responses;
  struct diagnostics *diagnostics = diagnostics_new();
  struct peer_script *script =
      peer_script_parse(source, strlen(source), (struct place){test_case->id, 1, 1}, diagnostics);
  for (size_t i = 0; script && i < peer_script_statements(script);) {
    if (peer_script_sends(script, i, NULL))
      add_response(&responses, take_response(script, source, &i));
    else
      i++;
  }
  peer_script_free(script);
  diagnostics_free(diagnostics);
  return responses;
}

void responses_clear(struct responses *responses) {
  for (size_t i = 0; i < responses->count; i++) {
    free(responses->array[i].before);
    free(responses->array[i].data);
  }
  free(responses->array);
  *responses = (struct responses){0};
}
