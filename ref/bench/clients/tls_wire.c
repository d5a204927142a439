#include "tls_wire.h"

#include <openssl/err.h>

static bool complain(const char *what) {
  const char *why = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return bench_complain(what, why != NULL ? why : "failed");
}

SSL_CTX *bench_tls_context(const struct bench_task *task) {
  SSL_CTX *context = SSL_CTX_new(TLS_client_method());
  if (context != NULL && SSL_CTX_load_verify_file(context, task->certificate) == 1) {
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    return context;
  }
  complain(task->certificate);
  SSL_CTX_free(context);
  return NULL;
}

SSL *bench_tls_connect(SSL_CTX *context, const struct bench_task *task, int fd) {
  SSL *tls = SSL_new(context);
  if (tls != NULL && SSL_set_fd(tls, fd) == 1 &&
      X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), task->host) == 1 && SSL_connect(tls) == 1)
    return tls;
  complain("SSL_connect");
  SSL_free(tls);
  return NULL;
}

bool bench_tls_send(SSL *tls, const char *bytes, size_t size) {
  size_t sent;
  return SSL_write_ex(tls, bytes, size, &sent) == 1 || complain("SSL_write");
}

size_t bench_tls_receive(SSL *tls, char *into, size_t size) {
  size_t got;
  if (SSL_read_ex(tls, into, size, &got) == 1) return got;
  complain("SSL_read");
  return 0;
}
