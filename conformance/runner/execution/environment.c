/* The variables are the same in every message: they are encoded once. */
#include "execution/environment.h"

#include <jansson.h>
#include <stdlib.h>

#include "text/memory.h"

static const char trusted[] = "SSL_CERT_FILE"; /* OpenSSL's name for it, and of others since */

static const char *const names[PEER_FILES] = {
    [PEER_FILE_AUTHORITY] = "authority",
    [PEER_FILE_CLIENT_CERTIFICATE] = "client_certificate",
    [PEER_FILE_CLIENT_KEY] = "client_key",
    [PEER_FILE_ENCRYPTED_CLIENT_KEY] = "encrypted_client_key",
    [PEER_FILE_STRANGER_CERTIFICATE] = "stranger_certificate",
};

static void encode_variable(FILE *out, const char *name, const char *path) {
  json_t *value = json_string(path);
  fprintf(out, ",\"%s\":", name);
  json_dumpf(value, out, JSON_ENCODE_ANY);
  json_decref(value);
}

static char *encode_variables(const struct peer_identities *identities) {
  char *text;
  size_t length;
  FILE *out = memory_stream(&text, &length);
  for (unsigned i = 0; i < PEER_FILES; i++)
    encode_variable(out, names[i], peer_identities_path(identities, (enum peer_file)i));
  fclose(out);
  return text;
}

bool environment_open(struct environment *environment) {
  *environment = (struct environment){.identities = peer_identities_new(NULL)};
  if (!environment->identities) return false;
  environment->variables = encode_variables(environment->identities);
  const char *authority = peer_identities_path(environment->identities, PEER_FILE_AUTHORITY);
  if (setenv(trusted, authority, 1) == 0) return true;
  environment_close(environment);
  return false;
}

void environment_close(struct environment *environment) {
  if (environment->identities) unsetenv(trusted);
  free(environment->variables);
  peer_identities_free(environment->identities);
  *environment = (struct environment){0};
}
