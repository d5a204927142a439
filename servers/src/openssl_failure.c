/* OpenSSL keeps a queue of errors for each thread; whoever asks for the newest empties it. */
#include "openssl_failure.h"

#include <stdio.h>
#include <stdlib.h>

#include <openssl/err.h>

const char *openssl_reason(void) {
  const char *reason = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return reason ? reason : "unknown reason";
}

void openssl_insist(bool is_done) {
  if (is_done) return;
  fprintf(stderr, "hcspec: OpenSSL fails: %s\n", openssl_reason());
  exit(2);
}
