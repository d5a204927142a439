/* Everything is read into the script's arena. Each reader leaves the cursor behind what it took, or
 * gives the line up at the word that is wrong. */
#include "script_tls.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/ssl.h>

#include "alert.h"
#include "text/memory.h"
#include "tls_fault.h"

enum { NAME_LENGTH = 255, TICKETS = 16, OPTION_COUNT = 6, VERSION_COUNT = 5 };

static const char *const version_words[VERSION_COUNT] = {"1.2", "1.3", "1.2-1.3", "1.0", "1.1"};
static const struct {
  int least, most;
} versions[VERSION_COUNT] = {{TLS1_2_VERSION, TLS1_2_VERSION},
                             {TLS1_3_VERSION, TLS1_3_VERSION},
                             {TLS1_2_VERSION, TLS1_3_VERSION},
                             {TLS1_VERSION, TLS1_VERSION},
                             {TLS1_1_VERSION, TLS1_1_VERSION}};

/* Gives the line up: |expected| is what should stand at the cursor. */
static void give_up(struct parser *parser, struct statement *statement, const char *expected) {
  const char *found = parser_found(parser);
  parser_give_up_line(parser, statement,
                      arena_printf(parser->script->arena, "%s; found %s", expected, found));
}

/* The index of the word at the cursor among |words|; otherwise gives the line up, naming the
 * nearest, and returns |count|. */
static size_t take_one_of(struct parser *parser, struct statement *statement,
                          const char *const *words, size_t count, const char *expected) {
  parser_skip_blanks(parser);
  const char *start = parser->cursor, *found = parser_found(parser);
  struct bytes word = parser_take_word(parser);
  size_t index = parser_word_index(word, words, count);
  if (index < count) return index;
  const char *hint = parser_hint(parser, word, words, count);
  parser->cursor = start;
  parser_give_up_line(parser, statement,
                      arena_printf(parser->script->arena, "%s; found %s%s", expected, found, hint));
  return count;
}

/* Decodes the literal between the cursor's quote and |quote| into the arena; NULL when that fails,
 * with the cursor at the error. */
static const char *decode(struct parser *parser, const char *quote, size_t *length,
                          const char **error) {
  const char *start = parser->cursor + 1;
  char *decoded;
  size_t offset = 0;
  FILE *out = memory_stream(&decoded, length);
  *error = literal_decode(LITERAL_BYTES, start, (size_t)(quote - start), out, &offset);
  fclose(out);
  if (!*error && (!*length || *length > NAME_LENGTH || memchr(decoded, '\0', *length)))
    *error = "a name has 1 to 255 bytes, none of them NUL";
  const char *text = *error ? NULL : arena_copy(parser->script->arena, decoded, *length);
  parser->cursor = *error ? start + offset : quote + 1;
  free(decoded);
  return text;
}

/* The name in the literal at the cursor, |*length| bytes and a NUL; NULL once the line is given up.
 */
static const char *take_name(struct parser *parser, struct statement *statement,
                             const char *expected, size_t *length) {
  parser_skip_blanks(parser);
  if (!parser_at_quote(parser)) {
    give_up(parser, statement, expected);
    return NULL;
  }
  const char *quote = parser_closing_quote(parser), *error;
  if (!quote) {
    parser_give_up_line(parser, statement, "the literal has no closing quote on this line");
    return NULL;
  }
  const char *name = decode(parser, quote, length, &error);
  if (!name) parser_give_up_line(parser, statement, error);
  return name;
}

/* One or more names, each behind its length. */
static struct protocol_list take_protocols(struct parser *parser, struct statement *statement,
                                           const char *expected) {
  char *data;
  size_t total;
  FILE *out = memory_stream(&data, &total);
  do {
    size_t length = 0;
    const char *name = take_name(parser, statement, expected, &length);
    if (!name) break;
    fputc((int)length, out);
    fwrite(name, 1, length, out);
  } while (!parser_at_end(parser) && parser_at_quote(parser));
  fclose(out);
  const char *kept = arena_copy(parser->script->arena, data, total);
  free(data);
  return (struct protocol_list){(const unsigned char *)kept, (unsigned)total};
}

typedef void read_option(struct parser *, struct statement *, struct tls_options *);

static bool take_identity(struct parser *parser, struct statement *statement,
                          enum identity *identity) {
  size_t index = take_one_of(parser, statement, identity_names, IDENTITIES,
                             "the name of an identity is expected, such as good or expired");
  if (index < IDENTITIES) *identity = (enum identity)index;
  return index < IDENTITIES;
}

static void read_identity(struct parser *parser, struct statement *statement,
                          struct tls_options *options) {
  take_identity(parser, statement, &options->identity);
}

static void read_version(struct parser *parser, struct statement *statement,
                         struct tls_options *options) {
  size_t index = take_one_of(parser, statement, version_words, VERSION_COUNT,
                             "'version' is followed by 1.0, 1.1, 1.2, 1.3 or 1.2-1.3");
  if (index == VERSION_COUNT) return;
  options->least_version = versions[index].least;
  options->most_version = versions[index].most;
}

static void read_alpn(struct parser *parser, struct statement *statement,
                      struct tls_options *options) {
  options->protocols =
      take_protocols(parser, statement, "'alpn' is followed by protocols, such as \"http/1.1\"");
}

static void read_certificate(struct parser *parser, struct statement *statement,
                             struct tls_options *options) {
  static const char *const words[] = {"asked", "required"};
  size_t index =
      take_one_of(parser, statement, words, 2, "'certificate' is followed by asked or required");
  if (index < 2) options->certificate = index ? CERTIFICATE_REQUIRED : CERTIFICATE_ASKED;
}

static void read_tickets(struct parser *parser, struct statement *statement,
                         struct tls_options *options) {
  parser_skip_blanks(parser);
  if (parser_take_number(parser, 0, TICKETS, &options->tickets)) return;
  give_up(parser, statement, "'tickets' is followed by a number from 0 to 16");
}

static void read_sni(struct parser *parser, struct statement *statement,
                     struct tls_options *options) {
  struct sni_choice choice;
  size_t length = 0;
  choice.name = take_name(parser, statement,
                          "'sni' is followed by a server name and an identity, such as "
                          "\"localhost\" good",
                          &length);
  if (!choice.name || !take_identity(parser, statement, &choice.identity)) return;
  options->choices = arena_grow(parser->script->arena, options->choices, options->choice_count,
                                sizeof *options->choices);
  options->choices[options->choice_count++] = choice;
}

static const char *const option_words[OPTION_COUNT] = {"identity",    "version", "alpn",
                                                       "certificate", "tickets", "sni"};
static read_option *const option_readers[OPTION_COUNT] = {read_identity,    read_version, read_alpn,
                                                          read_certificate, read_tickets, read_sni};

enum { OPTION_SNI = 5 }; /* the one that may stand more than once */

/* Bit i of |*seen| is set once option i has been read. */
static void read_tls_option(struct parser *parser, struct statement *statement,
                            struct tls_options *options, unsigned *seen) {
  const char *start = parser->cursor;
  size_t index = take_one_of(
      parser, statement, option_words, OPTION_COUNT,
      "'tls' is followed by identity, version, alpn, certificate, tickets, sni or nothing");
  if (index == OPTION_COUNT) return;
  if (index != OPTION_SNI && *seen & 1u << index) {
    parser->cursor = start;
    parser_give_up_line(
        parser, statement,
        arena_printf(parser->script->arena, "'%s' stands twice here", option_words[index]));
    return;
  }
  *seen |= 1u << index;
  option_readers[index](parser, statement, options);
}

void script_read_tls(struct parser *parser, struct statement *statement) {
  struct tls_options *options = arena_alloc(parser->script->arena, sizeof *options);
  unsigned seen = 0;
  while (!parser_at_end(parser) && statement->kind == STATEMENT_TLS)
    read_tls_option(parser, statement, options, &seen);
  statement->tls = options;
}

/* Takes the word at the cursor when it is |word|. */
static bool take_word_if(struct parser *parser, const char *word) {
  parser_skip_blanks(parser);
  const char *start = parser->cursor;
  if (parser_word_index(parser_take_word(parser), &word, 1) == 0) return true;
  parser->cursor = start;
  return false;
}

void script_read_expected_name(struct parser *parser, struct statement *statement) {
  size_t length = 0;
  if (take_word_if(parser, "none")) return;
  statement->name = take_name(parser, statement, "a name in quotes, or none, is expected", &length);
}

void script_read_expected_certificate(struct parser *parser, struct statement *statement) {
  static const char *const words[] = {"certificate"};
  if (take_one_of(parser, statement, words, 1, "'expect client' is followed by certificate") == 0)
    script_read_expected_name(parser, statement);
}

void script_read_expected_protocols(struct parser *parser, struct statement *statement) {
  if (take_word_if(parser, "none")) return;
  statement->protocols =
      take_protocols(parser, statement, "protocols in quotes, or none, are expected");
}

void script_read_expected_tls(struct parser *parser, struct statement *statement) {
  static const char *const words[] = {"1.2", "1.3", "failure"};
  size_t index =
      take_one_of(parser, statement, words, 3, "'expect tls' is followed by 1.2, 1.3 or failure");
  if (index == 2) statement->kind = STATEMENT_EXPECT_TLS_FAILURE;
  if (index < 2) statement->number = (size_t)versions[index].least;
}

void script_read_alert(struct parser *parser, struct statement *statement) {
  size_t index = take_one_of(parser, statement, alert_names, ALERT_NAMES,
                             "the name of an alert is expected, such as certificate_expired");
  if (index < ALERT_NAMES) statement->number = alert_codes[index];
}

void script_read_session(struct parser *parser, struct statement *statement) {
  static const char *const words[] = {"new", "resumed"};
  size_t index =
      take_one_of(parser, statement, words, 2, "'expect session' is followed by new or resumed");
  statement->is_emphatic = index == 1;
}

void script_read_expected_keys(struct parser *parser, struct statement *statement) {
  static const char *const words[] = {"updated"};
  take_one_of(parser, statement, words, 1, "'expect keys' is followed by updated");
}

/* One or more patterns, each of which is a name. */
static void take_patterns(struct parser *parser, struct statement *statement) {
  struct offer_wish *wish = &statement->offer;
  do {
    size_t length = 0;
    const char *pattern = take_name(
        parser, statement, "names in quotes are expected, in which * stands for anything", &length);
    if (!pattern) return;
    wish->patterns =
        arena_grow(parser->script->arena, wish->patterns, wish->count, sizeof *wish->patterns);
    wish->patterns[wish->count++] = pattern;
  } while (!parser_at_end(parser) && parser_at_quote(parser));
}

void script_read_hello(struct parser *parser, struct statement *statement) {
  static const char *const words[OFFER_RULES] = {
      [OFFER_WITH] = "with", [OFFER_WITHOUT] = "without", [OFFER_FIRST] = "first"};
  size_t kind = take_one_of(parser, statement, offer_names, OFFERS,
                            "'expect hello' is followed by version, cipher, compression, "
                            "extension, group, signature or point-format");
  if (kind == OFFERS) return;
  statement->offer.kind = (enum offer_kind)kind;
  size_t rule = take_one_of(parser, statement, words, OFFER_RULES,
                            "what is offered is followed by with, without or first");
  if (rule == OFFER_RULES) return;
  statement->offer.rule = (enum offer_rule)rule;
  take_patterns(parser, statement);
}

enum { SENDING_COUNT = 5 };

static const char *const sending_words[SENDING_COUNT] = {"raw", "cut", "corrupt", "alert",
                                                         "ticket"};
static const enum statement_kind sending_kinds[SENDING_COUNT] = {
    STATEMENT_SEND_RAW, STATEMENT_SEND_CUT, STATEMENT_SEND_CORRUPT, STATEMENT_SEND_ALERT,
    STATEMENT_SEND_TICKET};

static void read_cut(struct parser *parser, struct statement *statement) {
  parser_skip_blanks(parser);
  if (parser_take_number(parser, 1, TLS_RECORD_BYTES, &statement->number)) return;
  give_up(parser, statement,
          "'send cut' is followed by how many octets of the record are sent, 1 to 16384");
}

void script_read_sending(struct parser *parser, struct statement *statement) {
  size_t index = take_one_of(parser, statement, sending_words, SENDING_COUNT,
                             "'send' is followed by a literal (without b before it), raw, cut, "
                             "corrupt, alert or ticket");
  if (index == SENDING_COUNT) return;
  statement->kind = sending_kinds[index];
  if (statement->kind == STATEMENT_SEND_CUT) read_cut(parser, statement);
  if (statement->kind == STATEMENT_SEND_ALERT) script_read_alert(parser, statement);
}

/* |word|, and then nothing or |emphasis|. */
static void read_emphatic(struct parser *parser, struct statement *statement, const char *word,
                          const char *emphasis, const char *expected) {
  if (take_one_of(parser, statement, &word, 1, expected) || parser_at_end(parser)) return;
  if (take_one_of(parser, statement, &emphasis, 1, expected) == 0) statement->is_emphatic = true;
}

void script_read_request(struct parser *parser, struct statement *statement) {
  read_emphatic(parser, statement, "certificate", "required",
                "'request' is followed by certificate, or certificate required");
}

void script_read_update(struct parser *parser, struct statement *statement) {
  read_emphatic(parser, statement, "keys", "requested",
                "'update' is followed by keys, or keys requested");
}

void script_read_ending(struct parser *parser, struct statement *statement) {
  static const char *const notify = "close_notify";
  if (!take_word_if(parser, "without")) return;
  if (take_one_of(parser, statement, &notify, 1, "'without' is followed by close_notify") == 0)
    statement->is_without_notify = true;
}
