/* What a script sends, without playing it: for those who want a server's bytes and no server. */
#include <stdlib.h>

#include "peer_limits.h"
#include "statement.h"

size_t peer_script_accepts(const struct peer_script *script) {
  return script->accepts;
}

char *peer_script_sent(const struct peer_script *script, size_t connection, size_t *length) {
  static const struct template_values values = {"127.0.0.1", "80"};
  struct buffer sent = buffer_of(LIMIT_SENT);
  size_t accepted = 0, current = 0;
  for (size_t i = 0; i < script->count; i++) {
    const struct statement *statement = &script->statements[i];
    if (statement->kind == STATEMENT_ACCEPT) current = ++accepted;
    if (statement->kind == STATEMENT_USE) current = statement->number;
    if (statement->kind == STATEMENT_SEND && current == connection)
      template_render(&statement->bytes, values, &sent); /* one that has no room left is left out */
  }
  *length = buffer_view(&sent).length;
  return (char *)sent.data; /* nothing was consumed, so that it starts there */
}
