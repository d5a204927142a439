/* Keys are few: all servers but rsa share one, since what is wrong with an identity is never its
 * key. A context holds nothing that a script can change; that is set for each connection. */
#include "identities.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/pem.h>

#include "openssl_failure.h"
#include "text/memory.h"
#include "tls_talk.h"

enum { YESTERDAY = -1, NEXT_MONTH = 30 }; /* in days from now */

static const char *const file_names[PEER_FILES] = {
    [PEER_FILE_AUTHORITY] = "authority.pem",
    [PEER_FILE_CLIENT_CERTIFICATE] = "client.pem",
    [PEER_FILE_CLIENT_KEY] = "client.key",
    [PEER_FILE_ENCRYPTED_CLIENT_KEY] = "client-encrypted.key",
    [PEER_FILE_STRANGER_CERTIFICATE] = "stranger.pem",
};

struct peer_identities {
  char *directory; /* NULL until it exists */
  char *paths[PEER_FILES];
  struct certificate issuers[ISSUER_ITSELF]; /* by enum identity_issuer */
  struct certificate client_authority;
  EVP_PKEY *server_key;
  pthread_mutex_t mutex;         /* guards what follows */
  SSL_CTX *contexts[IDENTITIES]; /* NULL until asked for */
};

static struct certificate issue_with(EVP_PKEY *key, const char *common_name,
                                     enum certificate_use use, const struct certificate *issuer) {
  struct certificate_wish wish = {
      .common_name = common_name, .use = use, .begins = YESTERDAY, .ends = NEXT_MONTH};
  struct certificate made = certificate_issue(&wish, key, issuer);
  EVP_PKEY_free(key);
  return made;
}

static struct certificate issue(const char *common_name, enum certificate_use use,
                                const struct certificate *issuer) {
  return issue_with(certificate_new_key(false), common_name, use, issuer);
}

static void make_authorities(struct peer_identities *identities) {
  struct certificate *issuers = identities->issuers;
  issuers[ISSUER_AUTHORITY] = issue("hcspec authority", CERTIFICATE_OF_AUTHORITY, NULL);
  issuers[ISSUER_INTERMEDIATE] =
      issue("hcspec intermediate authority", CERTIFICATE_OF_AUTHORITY, &issuers[ISSUER_AUTHORITY]);
  issuers[ISSUER_UNKNOWN] = issue("hcspec unknown authority", CERTIFICATE_OF_AUTHORITY, NULL);
  identities->client_authority = issue("hcspec client authority", CERTIFICATE_OF_AUTHORITY, NULL);
  identities->server_key = certificate_new_key(false);
}

static bool make_directory(struct peer_identities *identities, const char *parent) {
  if (!parent) parent = getenv("TMPDIR");
  char *directory = memory_printf("%s/hcspec-XXXXXX", parent && *parent ? parent : "/tmp");
  if (!mkdtemp(directory)) {
    free(directory);
    return false;
  }
  identities->directory = directory;
  for (size_t i = 0; i < PEER_FILES; i++)
    identities->paths[i] = memory_printf("%s/%s", directory, file_names[i]);
  return true;
}

static bool write_key(FILE *stream, EVP_PKEY *key, const char *password) {
  int length = password ? (int)strlen(password) : 0;
  return PEM_write_PKCS8PrivateKey(stream, key, password ? EVP_aes_256_cbc() : NULL, password,
                                   length, NULL, NULL);
}

/* Of |certificate|, what the file says it has. */
static bool write_file(const struct peer_identities *identities, enum peer_file file,
                       const struct certificate *certificate) {
  bool is_key_alone = file == PEER_FILE_CLIENT_KEY || file == PEER_FILE_ENCRYPTED_CLIENT_KEY;
  const char *password = file == PEER_FILE_ENCRYPTED_CLIENT_KEY ? "secret" : NULL;
  FILE *stream = fopen(identities->paths[file], "wx");
  if (!stream) return false;
  bool is_good = is_key_alone || PEM_write_X509(stream, certificate->x509);
  if (file != PEER_FILE_AUTHORITY)
    is_good = is_good && write_key(stream, certificate->key, password);
  return fclose(stream) == 0 && is_good;
}

static bool write_files(const struct peer_identities *identities) {
  struct certificate strangers_authority =
      issue("hcspec unknown client authority", CERTIFICATE_OF_AUTHORITY, NULL);
  struct certificate client = issue("client", CERTIFICATE_OF_CLIENT, &identities->client_authority);
  struct certificate stranger = issue("stranger", CERTIFICATE_OF_CLIENT, &strangers_authority);
  const struct certificate *const contents[PEER_FILES] = {
      [PEER_FILE_AUTHORITY] = &identities->issuers[ISSUER_AUTHORITY],
      [PEER_FILE_CLIENT_CERTIFICATE] = &client,
      [PEER_FILE_CLIENT_KEY] = &client,
      [PEER_FILE_ENCRYPTED_CLIENT_KEY] = &client,
      [PEER_FILE_STRANGER_CERTIFICATE] = &stranger,
  };
  bool is_good = true;
  for (size_t i = 0; i < PEER_FILES && is_good; i++)
    is_good = write_file(identities, (enum peer_file)i, contents[i]);
  int error = errno;
  certificate_clear(&stranger);
  certificate_clear(&client);
  certificate_clear(&strangers_authority);
  errno = error;
  return is_good;
}

struct peer_identities *peer_identities_new(const char *parent) {
  struct peer_identities *identities = memory_array(1, sizeof *identities);
  pthread_mutex_init(&identities->mutex, NULL);
  make_authorities(identities);
  if (make_directory(identities, parent) && write_files(identities)) return identities;
  int error = errno;
  peer_identities_free(identities);
  errno = error;
  return NULL;
}

static void remove_files(struct peer_identities *identities) {
  for (size_t i = 0; i < PEER_FILES; i++) {
    if (identities->paths[i]) unlink(identities->paths[i]);
    free(identities->paths[i]);
  }
  if (identities->directory) rmdir(identities->directory);
  free(identities->directory);
}

void peer_identities_free(struct peer_identities *identities) {
  if (!identities) return;
  remove_files(identities);
  for (size_t i = 0; i < IDENTITIES; i++)
    SSL_CTX_free(identities->contexts[i]);
  for (size_t i = 0; i < ISSUER_ITSELF; i++)
    certificate_clear(&identities->issuers[i]);
  certificate_clear(&identities->client_authority);
  EVP_PKEY_free(identities->server_key);
  pthread_mutex_destroy(&identities->mutex);
  free(identities);
}

const char *peer_identities_path(const struct peer_identities *identities, enum peer_file file) {
  return identities->paths[file];
}

/* NULL for one that issues itself. An RSA key takes its time, and few scripts need this one. */
static const struct certificate *find_issuer(struct peer_identities *identities,
                                             enum identity_issuer issuer) {
  if (issuer == ISSUER_ITSELF) return NULL;
  struct certificate *found = &identities->issuers[issuer];
  if (issuer == ISSUER_RSA && !found->x509)
    *found = issue_with(certificate_new_key(true), "hcspec intermediate authority with an RSA key",
                        CERTIFICATE_OF_AUTHORITY, &identities->issuers[ISSUER_AUTHORITY]);
  return found;
}

/* A weak digest would be refused here, too, by the security level of the library. */
static void use_certificate(struct peer_identities *identities, SSL_CTX *context,
                            const struct identity_description *description) {
  const struct certificate *issuer = find_issuer(identities, description->issuer);
  if (description->wish.digest) SSL_CTX_set_security_level(context, 0);
  EVP_PKEY *key = description->is_rsa ? certificate_new_key(true) : identities->server_key;
  struct certificate made = certificate_issue(&description->wish, key, issuer);
  openssl_insist(SSL_CTX_use_certificate(context, made.x509));
  openssl_insist(SSL_CTX_use_PrivateKey(context, key));
  if (description->sends_issuer) openssl_insist(SSL_CTX_add1_chain_cert(context, issuer->x509));
  certificate_clear(&made);
  if (description->is_rsa) EVP_PKEY_free(key);
}

/* Nothing of a session is kept here: a ticket holds all of it. */
static SSL_CTX *make_context(struct peer_identities *identities, enum identity identity) {
  static const unsigned char session_context[] = "hcspec";
  X509 *client_authority = identities->client_authority.x509;
  SSL_CTX *context = SSL_CTX_new(TLS_server_method());
  openssl_insist(context);
  use_certificate(identities, context, identity_describe(identity));
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_NO_AUTO_CHAIN | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  openssl_insist(SSL_CTX_set_session_id_context(context, session_context, sizeof session_context));
  openssl_insist(X509_STORE_add_cert(SSL_CTX_get_cert_store(context), client_authority));
  openssl_insist(SSL_CTX_add_client_CA(context, client_authority));
  tls_talk_equip(context);
  return context;
}

SSL_CTX *identities_context(struct peer_identities *identities, enum identity identity) {
  pthread_mutex_lock(&identities->mutex);
  SSL_CTX **context = &identities->contexts[identity];
  if (!*context) *context = make_context(identities, identity);
  SSL_CTX *made = *context;
  pthread_mutex_unlock(&identities->mutex);
  return made;
}
