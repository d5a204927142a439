/* hc/parameters.h — the parameters of a message's field, as the email package reads them:
 * `text/html; charset="utf-8"` has the parameters text/html, without a value, and charset.
 *
 * Nothing in a value is an error. Where CPython raises because a server numbered the parts of a
 * parameter wrongly (deviation content-type-errors), they are taken in the order of their numbers,
 * those without one first. */
#ifndef HC_PARAMETERS_H
#define HC_PARAMETERS_H

#include "hc/message.h"

#ifdef __cplusplus
extern "C" {
#endif

/* hc_parameter: all Latin-1, borrowed from its list. */
struct hc_parameter {
  struct hc_span name;  /* in lower case if there is a '=' */
  struct hc_span value; /* empty if there is none */
  bool is_extended;     /* of RFC 2231, "name*=": in Python a tuple (charset, language, value) */
  bool has_charset;     /* is_extended only: charset and language are not None */
  struct hc_span charset;
  struct hc_span language;
};

/* hc_parameter_list's zero state is empty; allocators of its buffers may be set before use. */
struct hc_parameter_list {
  struct hc_buffer text;       /* what the parameters borrow from */
  struct hc_buffer parameters; /* of struct hc_parameter */
};

/* hc_message_parameters puts the parameters of the first field called `field` in the place of what
 * `list` held: get_params(header=field, unquote=not keep_quotes). `*found` tells whether there is
 * such a field. HC_MEMORY_ERROR, with `list` empty. */
enum hc_kind hc_message_parameters(const struct hc_message *message, struct hc_span field,
                                   bool keep_quotes, struct hc_parameter_list *list, bool *found,
                                   struct hc_error *error);

/* hc_parameter_count and hc_parameter_at: plain parameters in their order, then those of RFC 2231;
 * an empty one past the end. */
size_t hc_parameter_count(const struct hc_parameter_list *list);
struct hc_parameter hc_parameter_at(const struct hc_parameter_list *list, size_t index);

/* hc_parameter_find: the first one of this name, case ignored: get_param(name). False, with
 * `*parameter` unchanged, if there is none. */
bool hc_parameter_find(const struct hc_parameter_list *list, struct hc_span name,
                       struct hc_parameter *parameter);

/* hc_parameter_list_free releases the memory; the list is then empty and usable. */
void hc_parameter_list_free(struct hc_parameter_list *list);

#ifdef __cplusplus
}
#endif
#endif
