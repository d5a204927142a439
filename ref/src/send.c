/* What goes on the wire, and in how many writes.
 *
 * A header block and a body that is at hand go out in one write, where CPython makes two: the bytes
 * and the errors are the same. It makes two where somebody watches, who could tell. A body that has
 * yet to be asked for is not waited for. */
#include "body.h"
#include "connection.h"
#include "encode.h"
#include "hc/chunk_size.h"
#include "observation.h"
#include "raise.h"
#include "unicode.h"

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
  if (connection->transport == NULL) {
    return hc_raise(error, HC_ATTRIBUTE_ERROR, "'NoneType' object has no attribute 'sendall'");
  }
  return hc_transport_write(connection->transport, spans, count, error);
}

enum hc_kind hc_connection_send_spans(struct hc_connection *connection, const struct hc_span *spans,
                                      size_t count, struct hc_error *error) {
  enum hc_kind kind = HC_OK;
  if (hc_connection_is_observed(connection)) {
    kind = hc_announce_spans(connection, spans, count, error);
  }
  return kind == HC_OK ? write_spans(connection, spans, count, error) : kind;
}

/* send() of bytes, connecting if need be. */
static enum hc_kind send_spans(struct hc_connection *connection, const struct hc_span *spans,
                               size_t count, struct hc_error *error) {
  enum hc_kind kind = ensure_connected(connection, error);
  return kind == HC_OK ? hc_connection_send_spans(connection, spans, count, error) : kind;
}

/* --- One piece of a body --- */

/* What becomes of the pieces of a body. */
enum delivery {
  AS_PIECES, /* endheaders(): a send() each */
  AS_CHUNKS, /* endheaders(): likewise, framed */
  AS_BLOCKS, /* send(file): written, and the audit hook is told of each (AU.03) */
  AS_ITEMS   /* send(iterable): only written */
};

/* EH.03: a size, the piece, and an end. */
static enum hc_kind send_chunk(struct hc_connection *connection, struct hc_span piece,
                               struct hc_error *error) {
  char size[HC_CHUNK_SIZE_TEXT];
  struct hc_span spans[] = {hc_span_make(size, hc_chunk_size_write(piece.size, size)), piece, crlf};
  return send_spans(connection, spans, 3, error);
}

static enum hc_kind write_block(struct hc_connection *connection, struct hc_span block,
                                struct hc_error *error) {
  const struct hc_body data = hc_body_bytes(block);
  enum hc_kind kind = hc_audit_send(connection, &data, error);
  return kind == HC_OK ? write_spans(connection, &block, 1, error) : kind;
}

static enum hc_kind deliver(struct hc_connection *connection, struct hc_span piece,
                            enum delivery delivery, struct hc_error *error) {
  bool by_endheaders = delivery == AS_PIECES || delivery == AS_CHUNKS;
  if (piece.size == 0 && by_endheaders) { /* EH.04 */
    return hc_debug_text(&connection->debug, "", hc_str("Zero length chunk ignored"), error);
  }
  if (piece.size == 0) return HC_OK;
  switch (delivery) {
  case AS_PIECES: return send_spans(connection, &piece, 1, error);
  case AS_CHUNKS: return send_chunk(connection, piece, error);
  case AS_BLOCKS: return write_block(connection, piece, error);
  case AS_ITEMS: break;
  }
  return write_spans(connection, &piece, 1, error);
}

/* EH.05: a text file's block goes out as Latin-1. */
static enum hc_kind deliver_text(struct hc_connection *connection, struct hc_span text,
                                 enum delivery delivery, struct hc_error *error) {
  struct hc_buffer encoded = hc_buffer_make(connection->allocator, 0);
  enum hc_kind kind = hc_encode_latin1(text, &encoded, error);
  if (kind == HC_OK) kind = deliver(connection, hc_buffer_span(&encoded), delivery, error);
  hc_buffer_free(&encoded);
  return kind;
}

/* --- Bodies that are asked for piece by piece --- */

/* DB.06-DB.08 */
static enum hc_kind announce_file(struct hc_connection *connection, const struct hc_body *body,
                                  enum delivery delivery, struct hc_error *error) {
  const char *what = delivery == AS_BLOCKS ? "sending a readable" : "reading a readable";
  if (!connection->traits->tells_readables_apart) what = "sendIng a read()able";
  enum hc_kind kind = hc_debug_text(&connection->debug, "", hc_str(what), error);
  if (kind != HC_OK || !body->text_file) return kind;
  return hc_debug_text(&connection->debug, "", hc_str("encoding file using iso-8859-1"), error);
}

/* EH.05, EH.12: reads blocks of `blocksize` until one is empty. */
static enum hc_kind deliver_file(struct hc_connection *connection, const struct hc_body *body,
                                 enum delivery delivery, struct hc_error *error) {
  enum hc_kind kind = announce_file(connection, body, delivery, error);
  while (kind == HC_OK) {
    struct hc_span block = {NULL, 0};
    kind = body->read(body->payload, connection->blocksize, &block, error);
    if (kind != HC_OK || block.size == 0) break;
    kind = body->text_file ? deliver_text(connection, block, delivery, error)
                           : deliver(connection, block, delivery, error);
  }
  return kind;
}

/* EH.08 */
static enum hc_kind deliver_iterable(struct hc_connection *connection, const struct hc_body *body,
                                     enum delivery delivery, struct hc_error *error) {
  for (;;) {
    struct hc_span piece = {NULL, 0};
    bool end = false;
    enum hc_kind kind = body->next(body->payload, &piece, &end, error);
    if (kind != HC_OK || end) return kind;
    kind = deliver(connection, piece, delivery, error);
    if (kind != HC_OK) return kind;
  }
}

/* --- Text, which is no body here --- */

/* EH.09: text is an iterable of one-character texts, of which the first is refused. */
static enum hc_kind refuse_text(bool chunked, struct hc_error *error) {
  return hc_raise(error, HC_TYPE_ERROR, "%s",
                  chunked ? "can't concat str to bytes"
                          : "a bytes-like object is required, not 'str'");
}

static enum hc_kind refuse_first_character(struct hc_connection *connection, struct hc_span text,
                                           bool chunked, struct hc_error *error) {
  if (text.size == 0) return HC_OK;
  struct hc_span rest = text;
  hc_utf8_next(&rest);
  const struct hc_body first = hc_body_text(hc_span_make(text.data, text.size - rest.size));
  enum hc_kind kind = chunked ? HC_OK : hc_announce_send(connection, &first, error);
  return kind == HC_OK ? refuse_text(chunked, error) : kind;
}

/* --- A whole message --- */

/* EH.06: the head, and the body as one piece. */
static enum hc_kind send_at_once(struct hc_connection *connection, struct hc_span head,
                                 struct hc_span data, bool chunked, struct hc_error *error) {
  struct hc_span spans[5] = {head};
  size_t count = 1;
  char size[HC_CHUNK_SIZE_TEXT];
  bool framed = chunked && data.size > 0;
  if (framed) spans[count++] = hc_span_make(size, hc_chunk_size_write(data.size, size));
  if (data.size > 0) spans[count++] = data;
  if (framed) spans[count++] = crlf;
  if (chunked) spans[count++] = last_chunk;
  return send_spans(connection, spans, count, error);
}

static enum hc_kind deliver_body(struct hc_connection *connection, const struct hc_body *body,
                                 bool chunked, struct hc_error *error) {
  enum delivery delivery = chunked ? AS_CHUNKS : AS_PIECES;
  switch (body->kind) {
  case HC_BODY_NONE: break;
  case HC_BODY_TEXT: return refuse_first_character(connection, body->data, chunked, error);
  case HC_BODY_BYTES:
    if (chunked || body->data.size == 0) return deliver(connection, body->data, delivery, error);
    return hc_connection_send(connection, body, error); /* shown as the object it is */
  case HC_BODY_FILE: return deliver_file(connection, body, delivery, error);
  case HC_BODY_ITERABLE: return deliver_iterable(connection, body, delivery, error);
  }
  return HC_OK;
}

static enum hc_kind send_message(struct hc_connection *connection, struct hc_span head,
                                 const struct hc_body *body, bool chunked, struct hc_error *error) {
  bool at_hand = body->kind == HC_BODY_BYTES && !hc_connection_is_observed(connection);
  if (at_hand) return send_at_once(connection, head, body->data, chunked, error);
  enum hc_kind kind = send_spans(connection, &head, 1, error);
  if (kind != HC_OK || body->kind == HC_BODY_NONE) return kind; /* EH.02 */
  kind = deliver_body(connection, body, chunked, error);
  return kind == HC_OK && chunked ? send_spans(connection, &last_chunk, 1, error) : kind;
}

enum hc_kind hc_connection_send_head(struct hc_connection *connection, const struct hc_body *body,
                                     bool encode_chunked, struct hc_error *error) {
  static const struct hc_body none = {.kind = HC_BODY_NONE};
  if (body == NULL) body = &none;
  /* RQ.10, RQ.11 */
  bool chunked = encode_chunked && connection->http_vsn == 11;
  /* The lines leave the connection before they are written, since a callback may use it. */
  struct hc_buffer head = hc_buffer_make(connection->head.allocator, connection->head.maximum);
  hc_buffer_take(&head, &connection->head);
  enum hc_kind kind = hc_buffer_append(&head, crlf)
                          ? send_message(connection, hc_buffer_span(&head), body, chunked, error)
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
  enum hc_kind kind = hc_body_check(data, error);
  if (kind == HC_OK) kind = ensure_connected(connection, error);
  if (kind == HC_OK) kind = hc_announce_send(connection, data, error);
  if (kind != HC_OK) return kind;
  switch (data->kind) {
  case HC_BODY_BYTES: return deliver(connection, data->data, AS_ITEMS, error);
  case HC_BODY_FILE: return deliver_file(connection, data, AS_BLOCKS, error);
  case HC_BODY_ITERABLE: return deliver_iterable(connection, data, AS_ITEMS, error);
  case HC_BODY_TEXT: return data->data.size == 0 ? HC_OK : refuse_text(false, error);
  case HC_BODY_NONE: break;
  }
  return hc_raise(error, HC_TYPE_ERROR,
                  "data should be a bytes-like object or an iterable, got <class 'NoneType'>");
}
