#include "url.h"

#include <strings.h>

#include "authority.h"

static const struct {
  const char *prefix;
  bool https;
} schemes[] = {{"http://", false}, {"https://", true}};

/* Returns what follows the scheme, or NULL if it is neither of ours. */
static const char *skip_scheme(const char *text, bool *https) {
  for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
    size_t size = strlen(schemes[i].prefix);
    if (strncasecmp(text, schemes[i].prefix, size) != 0) continue;
    *https = schemes[i].https;
    return text + size;
  }
  return NULL;
}

static bool is_visible_ascii(struct hc_span text) {
  for (size_t i = 0; i < text.size; i++)
    if (text.data[i] <= ' ' || text.data[i] > '~') return false;
  return true;
}

/* The path may be left out, and a query follow at once (RFC 9110 section 4.2.3). */
static bool set_target(struct hc_buffer *target, struct hc_span rest) {
  bool rooted = rest.size > 0 && *rest.data == '/';
  return (rooted || hc_buffer_append(target, hc_str("/"))) && hc_buffer_append(target, rest);
}

const char *url_parse(const char *text, struct url *url) {
  *url = (struct url){0};
  const char *authority = skip_scheme(text, &url->https);
  if (authority == NULL) return "a URL begins with http:// or https://";
  const char *rest = authority + strcspn(authority, "/?#");
  url->authority = hc_span_make(authority, (size_t)(rest - authority));
  if (url->authority.size > 0 && memchr(authority, '@', url->authority.size) != NULL)
    return "a user name in the URL is not supported; give -H 'Authorization: ...' instead";
  struct hc_span port;
  const char *complaint = authority_check(url->authority, &port);
  if (complaint != NULL) return complaint;
  struct hc_span target = hc_span_make(rest, strcspn(rest, "#"));
  if (!is_visible_ascii(target))
    return "the URL's path or query has a character that has to be percent-encoded";
  return set_target(&url->target, target) ? NULL : "no memory for the URL";
}

void url_free(struct url *url) {
  hc_buffer_free(&url->target);
}

const char *proxy_parse(const char *text, struct hc_span *authority) {
  bool https = false;
  const char *start = skip_scheme(text, &https);
  if (https || (start == NULL && strstr(text, "://") != NULL))
    return "a proxy is spoken to by plain HTTP: give HOST:PORT";
  if (start == NULL) start = text;
  const char *rest = start + strcspn(start, "/?#");
  if (*rest != '\0' && strcmp(rest, "/") != 0) return "a proxy has no path: give HOST:PORT";
  *authority = hc_span_make(start, (size_t)(rest - start));
  if (authority->size > 0 && memchr(start, '@', authority->size) != NULL)
    return "a user name is not supported; give --proxy-header 'Proxy-Authorization: ...' instead";
  struct hc_span port;
  const char *complaint = authority_check(*authority, &port);
  if (complaint == NULL && port.size == 0) complaint = "the port is missing: give HOST:PORT";
  return complaint;
}
