/* hc/content.h — what a message's Content-Type and Content-Disposition say, as the email package
 * tells it. The fields are the server's: whatever they hold, nothing but HC_MEMORY_ERROR comes of
 * it.
 *
 * A parameter in the extended form of RFC 2231 names the charset of its value. UTF-8, US-ASCII and
 * ISO-8859-1 are decoded. A value in any other counts as one in an unknown charset, while CPython
 * runs whatever codec the server has named, and lets its exceptions through (deviation
 * content-type-errors). */
#ifndef HC_CONTENT_H
#define HC_CONTENT_H

#include "hc/message.h"

#ifdef __cplusplus
extern "C" {
#endif

/* hc_message_content_type appends get_content_type() to `type`: the Latin-1 text "main/sub" in
 * lower case, "text/plain" where the field is absent or has not exactly one '/'. The part before
 * the '/' is get_content_maintype(), the part behind it get_content_subtype(). HC_MEMORY_ERROR,
 * with `type` unchanged. */
enum hc_kind hc_message_content_type(const struct hc_message *message, struct hc_buffer *type,
                                     struct hc_error *error);

/* These append a parameter as UTF-8 text; `*found` tells whether there is one, and if not nothing
 * is appended. HC_MEMORY_ERROR, with the buffer unchanged.
 *
 * hc_message_charset is get_content_charset(): ASCII in lower case, and not found if the charset's
 * name is not ASCII. hc_message_filename is get_filename(): of Content-Disposition, or else the
 * `name` of Content-Type, without white space around it. hc_message_boundary is get_boundary(),
 * without white space at its end. */
enum hc_kind hc_message_charset(const struct hc_message *message, struct hc_buffer *charset,
                                bool *found, struct hc_error *error);
enum hc_kind hc_message_filename(const struct hc_message *message, struct hc_buffer *filename,
                                 bool *found, struct hc_error *error);
enum hc_kind hc_message_boundary(const struct hc_message *message, struct hc_buffer *boundary,
                                 bool *found, struct hc_error *error);

#ifdef __cplusplus
}
#endif
#endif
