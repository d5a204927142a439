/* A script of the peer: it is accepted or has errors, and not both; every error has its place
 * within the source; and to parse it again comes to the same. */
#include "../diagnostics_check.h"
#include "../target.h"
#include "peer/script.h"

static struct diagnostics *parse(const char *source, size_t size) {
  struct diagnostics *diagnostics = diagnostics_new();
  struct peer_script *script =
      peer_script_parse(source, size, (struct place){"script", 1, 1}, diagnostics);
  PROPERTY((script != NULL) == (diagnostics_count(diagnostics) == 0));
  peer_script_free(script);
  return diagnostics;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const char *source = size ? (const char *)data : "";
  struct diagnostics *first = parse(source, size), *second = parse(source, size);
  diagnostics_check_places(first, source, size);
  diagnostics_check_same(first, second);
  diagnostics_free(first);
  diagnostics_free(second);
  return 0;
}
