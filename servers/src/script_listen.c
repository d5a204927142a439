/* The words may come in any order; of two that contradict each other the last one counts. */
#include "script_listen.h"

#include "peer_limits.h"

enum { ADDRESS_COUNT = 3, WORD_COUNT };

/* The addresses first. */
static const char *const words[WORD_COUNT] = {"ipv4", "ipv6", "localhost", "window"};
static const enum listen_address addresses[ADDRESS_COUNT] = {LISTEN_IPV4, LISTEN_IPV6,
                                                             LISTEN_LOCALHOST};

static void read_window(struct parser *parser, struct statement *statement) {
  parser_skip_blanks(parser);
  if (parser_take_number(parser, 1, LIMIT_WINDOW, &parser->script->listen.window)) return;
  parser_give_up_line(
      parser, statement,
      arena_printf(parser->script->arena,
                   "'window' is followed by a number of bytes from 1 to %d; found %s", LIMIT_WINDOW,
                   parser_found(parser)));
}

static void read_listen_word(struct parser *parser, struct statement *statement) {
  parser_skip_blanks(parser);
  const char *start = parser->cursor, *what = parser_found(parser);
  struct bytes word = parser_take_word(parser);
  size_t index = parser_word_index(word, words, WORD_COUNT);
  if (index < ADDRESS_COUNT) {
    parser->script->listen.address = addresses[index];
    return;
  }
  if (index < WORD_COUNT) {
    read_window(parser, statement);
    return;
  }
  const char *nearest = parser_hint(parser, word, words, WORD_COUNT);
  parser->cursor = start;
  parser_give_up_line(
      parser, statement,
      arena_printf(parser->script->arena,
                   "'listen' is followed by ipv4, ipv6, localhost or window and a number "
                   "of bytes; found %s%s",
                   what, nearest));
}

void script_read_listen(struct parser *parser, struct statement *statement) {
  parser->script->listen_place = statement->place;
  do
    read_listen_word(parser, statement);
  while (!parser_at_end(parser));
}
