/* hc/response_stream.h — what HTTPResponse has from io.BufferedIOBase
 * (HTTPResponse.bufferediobase).
 *
 * A response is a stream that only reads. Its file descriptor is hc_response_fileno. */
#ifndef HC_RESPONSE_STREAM_H
#define HC_RESPONSE_STREAM_H

#include "hc/line_list.h"
#include "hc/response.h"

#ifdef __cplusplus
extern "C" {
#endif

/* --- Reading, by means of hc_response_read1 and hc_response_readline and with their errors --- */

/* hc_response_readinto1 is readinto1(): fills `into` with what one hc_response_read1 of `size`
 * bytes gives. HC_VALUE_ERROR: that is more, which is lost; a chunk of negative size has no limit
 * (CK.10). */
enum hc_kind hc_response_readinto1(struct hc_response *response, void *into, size_t size,
                                   size_t *got, struct hc_error *error);

/* hc_response_next_line is one turn of iteration: a line as hc_response_readline gives it, or
 * `*end`; a closed response is at its end (LN.05). */
enum hc_kind hc_response_next_line(struct hc_response *response, struct hc_buffer *into, bool *end,
                                   struct hc_error *error);

/* hc_response_readlines is readlines(hint): puts the rest of the lines into `lines`, which is
 * emptied first; with a positive hint no more than up to the line that makes them more than `hint`
 * bytes (XT.57). On failure the lines read before are lost and `lines` is empty. */
enum hc_kind hc_response_readlines(struct hc_response *response, int64_t hint,
                                   struct hc_line_list *lines, struct hc_error *error);

/* --- The with statement --- */

/* hc_response_enter begins a with statement, which hc_response_close ends. HC_VALUE_ERROR: closed
 * by hc_response_close; a body that was read to its end is no obstacle (CL.04). */
enum hc_kind hc_response_enter(const struct hc_response *response, struct hc_error *error);

/* --- What the stream can do --- */

/* These are true, false and false, whatever has happened (CL.05). */
bool hc_response_readable(const struct hc_response *response);
bool hc_response_writable(const struct hc_response *response);
bool hc_response_seekable(const struct hc_response *response);

/* hc_response_flush does nothing. HC_VALUE_ERROR: closed (CL.05). */
enum hc_kind hc_response_flush(const struct hc_response *response, struct hc_error *error);

/* hc_response_isatty lets `*terminal` be false. HC_VALUE_ERROR: closed (CL.05). */
enum hc_kind hc_response_isatty(const struct hc_response *response, bool *terminal,
                                struct hc_error *error);

/* --- What it cannot do: always HC_UNSUPPORTED_OPERATION, with nothing changed (CL.07) --- */

enum hc_kind hc_response_tell(const struct hc_response *response, struct hc_error *error);
enum hc_kind hc_response_seek(struct hc_response *response, int64_t offset, int whence,
                              struct hc_error *error);
enum hc_kind hc_response_truncate(struct hc_response *response, struct hc_error *error);
enum hc_kind hc_response_write(struct hc_response *response, struct hc_span bytes,
                               struct hc_error *error);
enum hc_kind hc_response_detach(struct hc_response *response, struct hc_error *error);

/* hc_response_writelines is so too, but without a line it succeeds; HC_VALUE_ERROR: closed. */
enum hc_kind hc_response_writelines(struct hc_response *response, const struct hc_span *lines,
                                    size_t count, struct hc_error *error);

#ifdef __cplusplus
}
#endif
#endif
