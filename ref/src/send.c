/* What goes on the wire, and in how many writes.
 *
 * A header block and a body that is at hand go out in one write, where CPython makes two: the bytes
 * and the errors are the same. A body that has yet to be asked for is not waited for. */
#include "connection.h"
#include "encode.h"
#include "hc/chunk_size.h"
#include "raise.h"

static const struct hc_span crlf = {"\r\n", 2};
static const struct hc_span last_chunk = {"0\r\n\r\n", 5};

/* CN.05: connects if need be and may be. */
static enum hc_kind ensure_connected(struct hc_connection *connection, struct hc_error *error) {
  if (connection->transport != NULL) return HC_OK;
  if (connection->auto_open) return hc_connection_connect(connection, error);
  return hc_error_set(error, HC_NOT_CONNECTED, hc_str(""));
}

static enum hc_kind write_spans(struct hc_connection *connection, const struct hc_span *spans,
                                size_t count, struct hc_error *error) {
  enum hc_kind kind = ensure_connected(connection, error);
  return kind == HC_OK ? hc_transport_write(connection->transport, spans, count, error) : kind;
}

/* --- One piece of a body --- */

/* EH.03, EH.04: writes a piece, framed as a chunk if `chunked`; an empty one not at all. */
static enum hc_kind write_piece(struct hc_connection *connection, struct hc_span piece,
                                bool chunked, struct hc_error *error) {
  if (piece.size == 0) return HC_OK;
  if (!chunked) return write_spans(connection, &piece, 1, error);
  char size[HC_CHUNK_SIZE_TEXT];
  struct hc_span spans[] = {hc_span_make(size, hc_chunk_size_write(piece.size, size)), piece, crlf};
  return write_spans(connection, spans, 3, error);
}

/* EH.05: a text file's block goes out as Latin-1. */
static enum hc_kind write_text(struct hc_connection *connection, struct hc_span text, bool chunked,
                               struct hc_error *error) {
  struct hc_buffer encoded = hc_buffer_make(connection->allocator, 0);
  enum hc_kind kind = hc_encode_latin1(text, &encoded, error);
  if (kind == HC_OK) kind = write_piece(connection, hc_buffer_span(&encoded), chunked, error);
  hc_buffer_free(&encoded);
  return kind;
}

/* --- Bodies that are asked for piece by piece --- */

/* EH.05, EH.12: reads blocks of `blocksize` until one is empty. */
static enum hc_kind write_file(struct hc_connection *connection, const struct hc_body *body,
                               bool chunked, struct hc_error *error) {
  for (;;) {
    struct hc_span block = {NULL, 0};
    enum hc_kind kind = body->read(body->payload, connection->blocksize, &block, error);
    if (kind != HC_OK || block.size == 0) return kind;
    kind = body->text_file ? write_text(connection, block, chunked, error)
                           : write_piece(connection, block, chunked, error);
    if (kind != HC_OK) return kind;
  }
}

/* EH.08 */
static enum hc_kind write_iterable(struct hc_connection *connection, const struct hc_body *body,
                                   bool chunked, struct hc_error *error) {
  for (;;) {
    struct hc_span piece = {NULL, 0};
    bool end = false;
    enum hc_kind kind = body->next(body->payload, &piece, &end, error);
    if (kind != HC_OK || end) return kind;
    kind = write_piece(connection, piece, chunked, error);
    if (kind != HC_OK) return kind;
  }
}

/* --- A whole message --- */

/* EH.06: the head, and the body as one piece. */
static enum hc_kind write_with_bytes(struct hc_connection *connection, struct hc_span head,
                                     struct hc_span data, bool chunked, struct hc_error *error) {
  struct hc_span spans[5] = {head};
  size_t count = 1;
  char size[HC_CHUNK_SIZE_TEXT];
  bool framed = chunked && data.size > 0;
  if (framed) spans[count++] = hc_span_make(size, hc_chunk_size_write(data.size, size));
  if (data.size > 0) spans[count++] = data;
  if (framed) spans[count++] = crlf;
  if (chunked) spans[count++] = last_chunk;
  return write_spans(connection, spans, count, error);
}

/* EH.09: text is an iterable of one-character texts, of which the first is refused. */
static enum hc_kind refuse_text(bool chunked, struct hc_error *error) {
  return hc_raise(error, HC_TYPE_ERROR, "%s",
                  chunked ? "can't concat str to bytes"
                          : "a bytes-like object is required, not 'str'");
}

static enum hc_kind write_message(struct hc_connection *connection, struct hc_span head,
                                  const struct hc_body *body, bool chunked,
                                  struct hc_error *error) {
  enum hc_body_kind body_kind = body != NULL ? body->kind : HC_BODY_NONE;
  bool at_hand = body_kind == HC_BODY_BYTES || (body_kind == HC_BODY_TEXT && body->data.size == 0);
  if (at_hand) return write_with_bytes(connection, head, body->data, chunked, error);
  enum hc_kind kind = write_spans(connection, &head, 1, error);
  if (kind != HC_OK || body_kind == HC_BODY_NONE) return kind; /* EH.02 */
  if (body_kind == HC_BODY_TEXT) return refuse_text(chunked, error);
  kind = body_kind == HC_BODY_FILE ? write_file(connection, body, chunked, error)
                                   : write_iterable(connection, body, chunked, error);
  return kind == HC_OK && chunked ? write_spans(connection, &last_chunk, 1, error) : kind;
}

enum hc_kind hc_connection_send_head(struct hc_connection *connection, const struct hc_body *body,
                                     bool encode_chunked, struct hc_error *error) {
  /* RQ.10, RQ.11 */
  bool chunked = encode_chunked && connection->http_vsn == 11;
  /* The lines leave the connection before they are written, since a body's callback may use it. */
  struct hc_buffer head = hc_buffer_make(connection->head.allocator, connection->head.maximum);
  hc_buffer_take(&head, &connection->head);
  enum hc_kind kind = hc_buffer_append(&head, crlf)
                          ? write_message(connection, hc_buffer_span(&head), body, chunked, error)
                          : hc_raise_memory(error);
  if (connection->head.data == NULL) {
    /* Its memory serves the next request. */
    hc_buffer_empty(&head);
    hc_buffer_take(&connection->head, &head);
  }
  hc_buffer_free(&head);
  return kind;
}

/* EH.11 */
enum hc_kind hc_connection_send(struct hc_connection *connection, const struct hc_body *data,
                                struct hc_error *error) {
  enum hc_kind kind = ensure_connected(connection, error);
  if (kind != HC_OK) return kind;
  switch (data->kind) {
  case HC_BODY_BYTES: return write_piece(connection, data->data, false, error);
  case HC_BODY_FILE: return write_file(connection, data, false, error);
  case HC_BODY_ITERABLE: return write_iterable(connection, data, false, error);
  case HC_BODY_TEXT: return data->data.size == 0 ? HC_OK : refuse_text(false, error);
  case HC_BODY_NONE: break;
  }
  return hc_raise(error, HC_TYPE_ERROR,
                  "data should be a bytes-like object or an iterable, got <class 'NoneType'>");
}
