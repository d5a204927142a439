/* What only a run tells (a variable), and what no shell can say (a NUL), is left out. */
#include "execution/curl_command.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "execution/shell_quote.h"
#include "execution/value.h"
#include "text/memory.h"

enum { HEADERS_MAX = 64 };

struct header {
  const char *name, *value;
};

/* The request as the session has it; texts are borrowed from its steps. */
struct request {
  const char *method, *target;
  struct header headers[HEADERS_MAX];
  size_t header_count;
  const char *body; /* code points 0 to 255, as UTF-8; NULL: none that is known */
  size_t body_length;
  bool is_chunked; /* the body's length is not known beforehand */
  bool has_no_host, has_no_encodings;
};

/* --- What the session says --- */

/* plain_text: the text of a str or bytes that a shell can say; NULL for anything else. */
static const char *plain_text(json_t *json) {
  struct value value = value_of(json);
  if (value.kind != VALUE_STR && value.kind != VALUE_BYTES) return NULL;
  const char *text = json_string_value(value.content);
  return strlen(text) == json_string_length(value.content) ? text : NULL;
}

static json_t *argument(json_t *step, size_t index, const char *name) {
  json_t *positional = json_array_get(json_object_get(step, "args"), index);
  return positional ? positional : json_object_get(json_object_get(step, "kwargs"), name);
}

static void add_header(struct request *request, json_t *name, json_t *value) {
  const struct header header = {plain_text(name), plain_text(value)};
  if (header.name && header.value && request->header_count < HEADERS_MAX)
    request->headers[request->header_count++] = header;
}

static void add_dict(struct request *request, json_t *dict) {
  json_t *pair;
  size_t index;
  json_array_foreach(json_object_get(dict, "dict"), index, pair) {
    add_header(request, json_array_get(pair, 0), json_array_get(pair, 1));
  }
}

/* take_body: bytes and text are known, and what a file or a bytearray holds. */
static void take_body(struct request *request, json_t *body) {
  json_t *inner = json_object_get(body, "file");
  if (!inner) inner = json_object_get(body, "textfile");
  struct value value = value_of(inner ? inner : body);
  json_t *text = json_object_get(body, "bytearray");
  if (value.kind == VALUE_STR || value.kind == VALUE_BYTES) text = value.content;
  request->is_chunked = inner != NULL;
  request->body = json_string_value(text);
  request->body_length = json_string_length(text);
}

static bool is_true(json_t *json) {
  return json_is_true(json) || json_integer_value(json) != 0;
}

static void take_line(struct request *request, json_t *step) {
  const char *method = plain_text(argument(step, 0, "method"));
  const char *target = plain_text(argument(step, 1, "url"));
  if (method && *method) request->method = method;
  if (target && *target) request->target = target;
}

static bool calls(json_t *step, const char *name) {
  const char *called = json_string_value(json_object_get(step, "call"));
  return called && strcmp(called, name) == 0;
}

/* take_steps: the headers and the body that follow putrequest(), number |first|. */
static void take_steps(struct request *request, json_t *steps, size_t first) {
  for (size_t i = first + 1; i < json_array_size(steps); i++) {
    json_t *step = json_array_get(steps, i);
    if (calls(step, "putheader")) add_header(request, argument(step, 0, ""), argument(step, 1, ""));
    if (!calls(step, "endheaders")) continue;
    take_body(request, argument(step, 0, "message_body"));
    return;
  }
}

static struct request first_request(const struct session *session) {
  struct request request = {.method = "GET", .target = "/"};
  for (size_t i = 0; i < json_array_size(session->steps); i++) {
    json_t *step = json_array_get(session->steps, i);
    bool is_whole = calls(step, "request");
    if (!is_whole && !calls(step, "putrequest")) continue;
    take_line(&request, step);
    if (is_whole) {
      take_body(&request, argument(step, 2, "body"));
      add_dict(&request, argument(step, 3, "headers"));
    } else {
      request.has_no_host = is_true(argument(step, 2, "skip_host"));
      request.has_no_encodings = is_true(argument(step, 3, "skip_accept_encoding"));
      take_steps(&request, session->steps, i);
    }
    break;
  }
  return request;
}

/* --- The command --- */

static void put_option(FILE *out, const char *option, const char *word) {
  fprintf(out, " %s ", option);
  shell_quote(out, word);
}

static bool has_header(const struct request *request, const char *name) {
  for (size_t i = 0; i < request->header_count; i++)
    if (strcasecmp(request->headers[i].name, name) == 0) return true;
  return false;
}

/* decoded: the octet at |*text|, a code point of up to 255, which moves behind it. */
static unsigned decoded(const char **text) {
  unsigned lead = (unsigned char)*(*text)++;
  if (lead < 0x80) return lead;
  unsigned next = (unsigned char)*(*text)++;
  return (lead & 0x3) << 6 | (next & 0x3f);
}

/* Where http.client puts it: before the caller's own headers. */
static void put_framing(FILE *out, const struct request *request) {
  size_t length = 0;
  if (!request->body || has_header(request, "Content-Length") ||
      has_header(request, "Transfer-Encoding"))
    return;
  for (const char *at = request->body; at < request->body + request->body_length; length++)
    decoded(&at);
  if (request->is_chunked)
    fputs(" -H 'Transfer-Encoding: chunked'", out);
  else
    fprintf(out, " -H 'Content-Length: %zu'", length);
}

/* What curl would add and http.client does not, and the other way round. */
static void put_headers(FILE *out, const struct request *request) {
  static const char *const curls_own[] = {"User-Agent", "Accept", "Content-Type", "Expect"};
  for (size_t i = 0; i < sizeof curls_own / sizeof *curls_own; i++)
    if (!has_header(request, curls_own[i])) fprintf(out, " -H %s:", curls_own[i]);
  if (request->has_no_host) fputs(" -H Host:", out);
  if (!request->has_no_encodings && !has_header(request, "Accept-Encoding"))
    fputs(" -H 'Accept-Encoding: identity'", out);
  put_framing(out, request);
  for (size_t i = 0; i < request->header_count; i++) {
    char *line = memory_printf("%s: %s", request->headers[i].name, request->headers[i].value);
    put_option(out, "-H", line);
    free(line);
  }
}

static void put_method(FILE *out, const struct request *request) {
  if (strcmp(request->method, "HEAD") == 0)
    fputs(" --head", out);
  else if (strcmp(request->method, "GET") != 0 || request->body)
    put_option(out, "--request", request->method);
  if (strcmp(request->target, "/") != 0) put_option(out, "--request-target", request->target);
}

static void put_url(FILE *out, const struct curl_target *target) {
  bool is_secure = target->transport != PEER_TRANSPORT_PLAIN;
  const char *open = strchr(target->host, ':') ? "[" : "", *close = *open ? "]" : "";
  if (target->transport == PEER_TRANSPORT_TUNNEL)
    fprintf(out, " --proxy http://%s%s%s:%u", open, target->host, close, target->port);
  if (is_secure) put_option(out, "--cacert", target->authority);
  fprintf(out, " %s://%s%s%s:%u/", is_secure ? "https" : "http", open, target->host, close,
          target->port);
}

/* The octets go through a pipe: no word of a shell can hold all of them. */
static void put_body_source(FILE *out, const struct request *request) {
  const char *end = request->body + request->body_length;
  fputs("printf '", out);
  for (const char *at = request->body; at < end;) {
    unsigned octet = decoded(&at);
    bool is_plain = octet > 0x20 && octet < 0x7f && !strchr("%\\'", (int)octet);
    fprintf(out, is_plain ? "%c" : "\\%03o", octet);
  }
  fputs("' | ", out);
}

char *curl_command(const struct session *session, const struct curl_target *target) {
  const struct request request = first_request(session);
  char *text;
  size_t length;
  FILE *out = memory_stream(&text, &length);
  if (request.body) put_body_source(out, &request);
  fputs("curl --silent --show-error --include --http1.1", out);
  put_method(out, &request);
  put_headers(out, &request);
  if (request.body) fputs(" --data-binary @-", out);
  put_url(out, target);
  fclose(out);
  return text;
}
