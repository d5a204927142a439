/* Options are checked as a whole, by form and by name, before any is applied. A shared context is
 * found by its edition and the JSON of its options. */
#include "contexts.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

/* --- Options --- */

enum form { FORM_TEXT, FORM_SECRET, FORM_FLAG, FORM_PROTOCOLS, FORM_MODE, FORM_VERSION };

static const struct {
  const char *name;
  enum form form;
} known_options[] = {
    {"cafile", FORM_TEXT},      {"certfile", FORM_TEXT},
    {"keyfile", FORM_TEXT},     {"password", FORM_SECRET},
    {"verify_mode", FORM_MODE}, {"check_hostname", FORM_FLAG},
    {"ciphers", FORM_TEXT},     {"minimum_version", FORM_VERSION},
    {"alpn", FORM_PROTOCOLS},   {"maximum_version", FORM_VERSION},
    {"shared", FORM_FLAG},      {"post_handshake_auth", FORM_FLAG},
};

static const struct {
  const char *name;
  enum hc_tls_verify_mode mode;
} modes[] = {{"CERT_NONE", HC_TLS_CERT_NONE},
             {"CERT_OPTIONAL", HC_TLS_CERT_OPTIONAL},
             {"CERT_REQUIRED", HC_TLS_CERT_REQUIRED}};

static const struct {
  const char *name;
  enum hc_tls_version version;
} versions[] = {{"TLSv1.2", HC_TLS_1_2}, {"TLSv1.3", HC_TLS_1_3}};

#define COUNT(table) (sizeof(table) / sizeof *(table))

static bool is_named(const struct value *value, const char *name) {
  return hc_span_equal(value_span(value), hc_str(name));
}

static const struct value *find_option(const struct value *options, const char *name) {
  for (size_t i = 0; i + 1 < options->item_count; i += 2)
    if (is_named(options->items[i], name)) return options->items[i + 1];
  return NULL;
}

static struct hc_span text_option(const struct value *options, const char *name) {
  const struct value *option = find_option(options, name);
  return option ? value_span(option) : hc_str("");
}

static bool flag_option(const struct value *options, const char *name) {
  const struct value *option = find_option(options, name);
  return option && option->integer;
}

static size_t find_mode(const struct value *name) {
  size_t i = 0;
  while (i < COUNT(modes) && !is_named(name, modes[i].name))
    i++;
  return i;
}

static size_t find_version(const struct value *name) {
  size_t i = 0;
  while (i < COUNT(versions) && !is_named(name, versions[i].name))
    i++;
  return i;
}

static bool is_list_of_text(const struct value *value) {
  if (value->kind != VALUE_LIST) return false;
  for (size_t i = 0; i < value->item_count; i++)
    if (value->items[i]->kind != VALUE_TEXT) return false;
  return true;
}

static bool has_form(const struct value *value, enum form form) {
  bool text = value->kind == VALUE_TEXT;
  switch (form) {
  case FORM_TEXT: return text;
  case FORM_SECRET: return text || value->kind == VALUE_BYTES;
  case FORM_FLAG: return value->kind == VALUE_BOOL;
  case FORM_PROTOCOLS: return is_list_of_text(value);
  case FORM_MODE: return text && find_mode(value) < COUNT(modes);
  case FORM_VERSION: return text && find_version(value) < COUNT(versions);
  }
  return false;
}

static bool is_known(const struct value *name, const struct value *value) {
  for (size_t i = 0; i < COUNT(known_options); i++)
    if (is_named(name, known_options[i].name)) return has_form(value, known_options[i].form);
  return false;
}

static bool check_options(const struct value *options) {
  for (size_t i = 0; i + 1 < options->item_count; i += 2)
    if (!is_known(options->items[i], options->items[i + 1])) return false;
  return find_option(options, "certfile") || !find_option(options, "keyfile");
}

/* --- Applying them --- */

static enum hc_kind apply_checks(struct hc_tls_context *context, const struct value *options,
                                 struct hc_error *error) {
  const struct value *mode = find_option(options, "verify_mode");
  if (find_option(options, "check_hostname"))
    hc_tls_context_set_check_hostname(context, flag_option(options, "check_hostname"));
  return mode ? hc_tls_context_set_verify_mode(context, modes[find_mode(mode)].mode, error) : HC_OK;
}

static enum hc_kind apply_versions(struct hc_tls_context *context, const struct value *options,
                                   struct hc_error *error) {
  const struct value *minimum = find_option(options, "minimum_version");
  const struct value *maximum = find_option(options, "maximum_version");
  enum hc_kind kind = HC_OK;
  if (minimum)
    kind =
        hc_tls_context_set_minimum_version(context, versions[find_version(minimum)].version, error);
  if (maximum && kind == HC_OK)
    kind =
        hc_tls_context_set_maximum_version(context, versions[find_version(maximum)].version, error);
  return kind;
}

static enum hc_kind apply_protocols(struct hc_tls_context *context, const struct value *protocols,
                                    struct hc_error *error) {
  struct hc_span *names = require_memory(calloc(protocols->item_count + 1, sizeof *names));
  for (size_t i = 0; i < protocols->item_count; i++)
    names[i] = value_span(protocols->items[i]);
  enum hc_kind kind =
      hc_tls_context_set_alpn_protocols(context, names, protocols->item_count, error);
  free(names);
  return kind;
}

static enum hc_kind apply_offers(struct hc_tls_context *context, const struct value *options,
                                 struct hc_error *error) {
  const struct value *protocols = find_option(options, "alpn");
  enum hc_kind kind = HC_OK;
  if (find_option(options, "post_handshake_auth"))
    hc_tls_context_set_post_handshake_auth(context, flag_option(options, "post_handshake_auth"));
  if (find_option(options, "ciphers"))
    kind = hc_tls_context_set_ciphers(context, text_option(options, "ciphers"), error);
  return kind == HC_OK && protocols ? apply_protocols(context, protocols, error) : kind;
}

static enum hc_kind apply_certificate(struct hc_tls_context *context, const struct value *options,
                                      struct hc_error *error) {
  if (!find_option(options, "certfile")) return HC_OK;
  const struct hc_tls_password password = {.text = text_option(options, "password")};
  return hc_tls_context_load_cert_chain(context, text_option(options, "certfile"),
                                        text_option(options, "keyfile"), &password, error);
}

static enum hc_kind apply(struct hc_tls_context *context, const struct value *options,
                          struct hc_error *error) {
  enum hc_kind kind = apply_checks(context, options, error);
  if (kind == HC_OK) kind = apply_versions(context, options, error);
  if (kind == HC_OK) kind = apply_offers(context, options, error);
  return kind == HC_OK ? apply_certificate(context, options, error) : kind;
}

static enum decoding make(const struct value *options, enum hc_edition edition,
                          struct value **value, struct hc_error *error) {
  const struct hc_tls_authorities authorities = {.file = text_option(options, "cafile")};
  struct hc_tls_context *context;
  bool given = find_option(options, "cafile") != NULL;
  enum hc_kind kind =
      hc_tls_context_new_default(given ? &authorities : NULL, edition, NULL, &context, error);
  if (kind != HC_OK) return DECODING_RAISES;
  kind = apply(context, options, error);
  if (kind == HC_OK) *value = value_context(context);
  hc_tls_context_release(context);
  return kind == HC_OK ? DECODED : DECODING_RAISES;
}

/* --- Sharing --- */

struct shared_context {
  enum hc_edition edition;
  char *options;
  struct value *context;
};

static char *describe(const struct value *options) {
  json_t *said = require_memory(value_encode(options));
  char *text = require_memory(json_dumps(said, JSON_COMPACT));
  json_decref(said);
  return text;
}

static struct shared_context *find_shared(const struct shared_contexts *shared,
                                          enum hc_edition edition, const char *options) {
  for (size_t i = 0; i < shared->count; i++)
    if (shared->entries[i].edition == edition && strcmp(shared->entries[i].options, options) == 0)
      return &shared->entries[i];
  return NULL;
}

static void add_shared(struct shared_contexts *shared, struct shared_context entry) {
  size_t size = (shared->count + 1) * sizeof *shared->entries;
  shared->entries = require_memory(realloc(shared->entries, size));
  shared->entries[shared->count++] = entry;
}

static enum decoding make_shared(const struct value *options, const struct value_source *source,
                                 struct value **context, struct hc_error *error) {
  char *key = describe(options);
  const struct shared_context *found = find_shared(source->shared, source->edition, key);
  enum decoding decoding = found ? DECODED : make(options, source->edition, context, error);
  if (found)
    *context = value_retain(found->context);
  else if (decoding == DECODED)
    add_shared(source->shared,
               (struct shared_context){source->edition, key, value_retain(*context)});
  if (found || decoding != DECODED) free(key);
  return decoding;
}

enum decoding context_make(const struct value *options, const struct value_source *source,
                           struct value **context, const char **what, struct hc_error *error) {
  *what = "a context with an option that is unknown or has another form";
  if (!check_options(options)) return DECODING_ILL_FORMED;
  return flag_option(options, "shared") ? make_shared(options, source, context, error)
                                        : make(options, source->edition, context, error);
}

void shared_contexts_clear(struct shared_contexts *shared) {
  for (size_t i = 0; i < shared->count; i++) {
    free(shared->entries[i].options);
    value_release(shared->entries[i].context);
  }
  free(shared->entries);
  *shared = (struct shared_contexts){0};
}
