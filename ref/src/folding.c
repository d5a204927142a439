/* A line grows chunk by chunk, a chunk being blanks and what follows them; when it becomes too long
 * it is cut before the best of its chunks. Lines already cut stand in `into`. */
#include "folding.h"

#include "encoded_word.h"
#include "latin1.h"
#include "parameter_text.h"

struct chunk {
  struct hc_span blanks;
  struct hc_span text;
};

/* A value that is being written. */
struct folding {
  struct hc_buffer *into;
  size_t max_line;
  size_t line_count;       /* lines already cut */
  struct hc_buffer chunks; /* of struct chunk: the line in hand */
  size_t before;           /* characters that stand before the chunks */
  size_t length;           /* of the line in hand, those included */
  struct hc_buffer words;  /* the encoded words of the line in hand */
  bool failed;             /* there was no memory */
};

static const struct chunk *chunks_of(const struct folding *folding) {
  return (const struct chunk *)(const void *)folding->chunks.data;
}

static size_t count_of(const struct folding *folding) {
  return folding->chunks.size / sizeof(struct chunk);
}

static size_t size_of(const struct chunk *chunk) {
  return chunk->blanks.size + chunk->text.size;
}

/* --- The line in hand --- */

static void push(struct folding *folding, struct hc_span blanks, struct hc_span text) {
  const struct chunk chunk = {blanks, text};
  const struct hc_span bytes = {(const char *)&chunk, sizeof chunk};
  if (hc_buffer_append(&folding->chunks, bytes))
    folding->length += size_of(&chunk);
  else
    folding->failed = true;
}

static struct chunk pop(struct folding *folding) {
  struct chunk last = chunks_of(folding)[count_of(folding) - 1];
  folding->chunks.size -= sizeof last;
  folding->length -= size_of(&last);
  return last;
}

static void append(struct folding *folding, struct hc_span text) {
  if (!hc_buffer_append(folding->into, text)) folding->failed = true;
}

/* Appends the first `count` chunks, on a line of their own or, with `joins`, to the last line. */
static void write_chunks(struct folding *folding, size_t count, bool joins) {
  if (!joins && folding->line_count++ > 0) append(folding, hc_str("\n"));
  for (size_t i = 0; i < count; i++) {
    append(folding, chunks_of(folding)[i].blanks);
    append(folding, chunks_of(folding)[i].text);
  }
}

/* Leaves the chunks from `first` on, which begin a line. */
static void drop_chunks(struct folding *folding, size_t first) {
  size_t count = count_of(folding) - first;
  struct hc_buffer *chunks = &folding->chunks;
  if (count > 0)
    memmove(chunks->data, chunks->data + first * sizeof(struct chunk),
            count * sizeof(struct chunk));
  chunks->size = count * sizeof(struct chunk);
  folding->before = folding->length = 0;
  for (size_t i = 0; i < count; i++)
    folding->length += size_of(&chunks_of(folding)[i]);
}

static bool is_blank(const struct folding *folding) {
  for (size_t i = 0; i < count_of(folding); i++) {
    const struct chunk *chunk = &chunks_of(folding)[i];
    if (hc_strip(chunk->blanks, HC_CLASS_SPACE).size + hc_strip(chunk->text, HC_CLASS_SPACE).size)
      return false;
  }
  return folding->before == 0;
}

/* Ends the line in hand. One SP at its end goes; a line of blanks alone joins the one before it. */
static void end_line(struct folding *folding) {
  size_t count = count_of(folding);
  const struct chunk *last = count > 0 ? &chunks_of(folding)[count - 1] : NULL;
  if (last && last->text.size == 0 && hc_span_equal(last->blanks, hc_str(" "))) pop(folding);
  if (folding->length > 0)
    write_chunks(folding, count_of(folding), is_blank(folding) && folding->line_count > 0);
  drop_chunks(folding, count_of(folding));
}

/* --- Where to cut --- */

static bool can_cut(const struct chunk *before, const struct chunk *after, char mark) {
  bool is_blank_mark = mark == ' ' || mark == '\t';
  if (is_blank_mark && after->blanks.size > 0 && after->blanks.data[0] == mark) return true;
  return before->text.size > 0 && before->text.data[before->text.size - 1] == mark;
}

/* The chunk before which the line is best cut, or 0. */
static size_t find_cut(const struct folding *folding) {
  for (const char *mark = ";, \t"; *mark; mark++)
    for (size_t i = count_of(folding); i-- > 1;)
      if (can_cut(&chunks_of(folding)[i - 1], &chunks_of(folding)[i], *mark)) return i;
  return 0;
}

/* Adds a chunk, and cuts the line if it becomes too long. The first line may be left without one.
 */
static void add_chunk(struct folding *folding, struct hc_span blanks, struct hc_span text) {
  push(folding, blanks, text);
  if (folding->failed || folding->length <= folding->max_line) return;
  size_t cut = find_cut(folding);
  if (cut > 0) {
    write_chunks(folding, cut, false);
    drop_chunks(folding, cut);
  } else if (folding->before > 0) {
    struct chunk last = pop(folding);
    end_line(folding);
    push(folding, last.blanks.size > 0 ? last.blanks : hc_str(" "), last.text);
  }
}

/* --- A line of the value --- */

/* Takes blanks and what follows them off `*rest`. */
static struct chunk take_chunk(struct hc_span *rest) {
  struct chunk chunk;
  size_t end = 0;
  while (end < rest->size && (rest->data[end] == ' ' || rest->data[end] == '\t'))
    end++;
  chunk.blanks = hc_span_make(rest->data, end);
  *rest = hc_from(*rest, end);
  for (end = 0; end < rest->size && rest->data[end] != ' ' && rest->data[end] != '\t'; end++)
    continue;
  chunk.text = hc_span_make(rest->data, end);
  *rest = hc_from(*rest, end);
  return chunk;
}

static void add_ascii(struct folding *folding, struct hc_span line) {
  while (line.size > 0 && !folding->failed) {
    struct chunk chunk = take_chunk(&line);
    add_chunk(folding, chunk.blanks, chunk.text);
  }
}

static size_t room_behind(const struct folding *folding, size_t length) {
  return folding->max_line > length ? folding->max_line - length : 0;
}

/* Takes `size` bytes off `*text` as a word, borrowed until the next one. */
static struct hc_span take_word(struct folding *folding, struct hc_span *text, size_t size,
                                enum hc_word_encoding encoding) {
  hc_buffer_empty(&folding->words);
  if (!hc_word_write(hc_span_make(text->data, size), encoding, &folding->words))
    folding->failed = true;
  *text = hc_from(*text, size);
  return hc_buffer_span(&folding->words);
}

/* The first word goes on the line in hand, if one fits; each further one begins a line. */
static void add_words(struct folding *folding, struct hc_span blanks, struct hc_span text) {
  enum hc_word_encoding encoding = hc_word_encoding_of(text);
  size_t size = hc_word_fit(text, encoding, room_behind(folding, folding->length));
  if (size > 0 || text.size == 0)
    add_chunk(folding, blanks, take_word(folding, &text, size, encoding));
  while (text.size > 0 && !folding->failed) {
    end_line(folding);
    size = hc_word_fit(text, encoding, room_behind(folding, 1));
    push(folding, hc_str(" "), take_word(folding, &text, size > 0 ? size : 1, encoding));
  }
}

/* A further line in encoded words: its blanks become one, which is encoded, too. */
static void add_further_words(struct folding *folding, struct hc_span line) {
  struct hc_buffer text = hc_buffer_make(folding->into->allocator, 0);
  while (line.size > 0 && hc_in_class(line.data[0], HC_CLASS_SPACE))
    line = hc_from(line, 1);
  if (hc_buffer_append(&text, hc_str(" ")) && hc_buffer_append(&text, line))
    add_words(folding, hc_str(" "), hc_buffer_span(&text));
  else
    folding->failed = true;
  hc_buffer_free(&text);
}

/* --- The value --- */

/* What Python's str.splitlines() counts as the end of a line. */
static bool ends_line(char byte) {
  unsigned char code = (unsigned char)byte;
  return (code >= '\n' && code <= '\r') || (code >= 0x1C && code <= 0x1E) || code == 0x85;
}

/* Takes a line off `*rest`, which is not empty; its end, which goes too, is no part of it. */
static struct hc_span take_line(struct hc_span *rest) {
  size_t end = 0;
  while (end < rest->size && !ends_line(rest->data[end]))
    end++;
  struct hc_span line = hc_span_make(rest->data, end);
  if (end + 1 < rest->size && rest->data[end] == '\r' && rest->data[end + 1] == '\n') end++;
  *rest = hc_from(*rest, end < rest->size ? end + 1 : end);
  return line;
}

static void add_line(struct folding *folding, struct hc_span line, bool is_ascii, bool is_first) {
  if (is_ascii)
    add_ascii(folding, line);
  else if (is_first)
    add_words(folding, hc_str(""), line);
  else
    add_further_words(folding, line);
}

bool hc_fold(struct hc_span value, size_t before, size_t max_line, struct hc_buffer *into) {
  struct folding folding = {.into = into,
                            .max_line = max_line,
                            .chunks = hc_buffer_make(into->allocator, 0),
                            .before = before,
                            .length = before,
                            .words = hc_buffer_make(into->allocator, 0)};
  bool is_ascii = hc_is_ascii(value);
  size_t lines = 0;
  for (struct hc_span rest = value; rest.size > 0 && !folding.failed; lines++) {
    struct hc_span line = take_line(&rest);
    if (lines > 0) end_line(&folding);
    add_line(&folding, line, is_ascii, lines == 0);
  }
  if (lines > 1) end_line(&folding);
  push(&folding, hc_str(" "), hc_str("")); /* as Python does: a SP at the end of one line stays */
  end_line(&folding);
  hc_buffer_free(&folding.chunks);
  hc_buffer_free(&folding.words);
  return !folding.failed;
}
