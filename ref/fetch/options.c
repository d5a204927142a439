#include "options.h"

#include <argp.h>
#include <stdlib.h>

const char *argp_program_version = "hc-fetch " HC_VERSION;

enum long_option {
  OPTION_SIZED = 256,
  OPTION_PROXY,
  OPTION_PROXY_HEADER,
  OPTION_CACERT,
  OPTION_CERT,
  OPTION_KEY,
  OPTION_PASSWORD,
  OPTION_INSECURE,
  OPTION_TIMEOUT,
  OPTION_EDITION,
  OPTION_HTTP10,
  OPTION_DEBUG,
};

static const struct argp_option option_table[] = {
    {0, 0, 0, 0, "Request", 1},
    {"method", 'X', "METHOD", 0, "The method; the default is GET, and as -I, -d and -T say it", 0},
    {"header", 'H', "'NAME: VALUE'", 0, "Send this field, too; may be repeated", 0},
    {"data", 'd', "TEXT|@FILE", 0,
     "POST this text, or a file's content, with Content-Length. No Content-Type is added", 0},
    {"upload", 'T', "FILE", 0,
     "PUT a file, in chunks as it is read, or as -H Content-Length says; - is standard input", 0},
    {"sized", OPTION_SIZED, 0, 0, "With -T: announce the file's size, rather than send chunks", 0},
    {"head", 'I', 0, 0, "Send HEAD, and write the head of the response", 0},
    {"http1.0", OPTION_HTTP10, 0, 0,
     "Say HTTP/1.0; like http.client, without Host and Accept-Encoding, and without chunks", 0},

    {0, 0, 0, 0, "Output", 2},
    {"output", 'o', "FILE", 0,
     "Write the body to FILE, once there is a response; - is standard output, the default", 0},
    {"include", 'i', 0, 0, "Write the head of the response before its body", 0},
    {"fail", 'f', 0, 0,
     "At a status of 400 or more, write no body (with -i or -I the head) and exit with 22", 0},
    {"quiet", 'q', 0, 0, "No progress bar, which -o has on a terminal", 0},
    {"debug", OPTION_DEBUG, 0, 0,
     "Write http.client's debug output, what is sent and received, to standard error", 0},

    {0, 0, 0, 0, "Connection", 3},
    {"proxy", OPTION_PROXY, "HOST:PORT", 0,
     "Ask this proxy, which may be an http URL, for a tunnel (CONNECT)", 0},
    {"proxy-header", OPTION_PROXY_HEADER, "'NAME: VALUE'", 0,
     "Send this field to the proxy; may be repeated", 0},
    {"timeout", OPTION_TIMEOUT, "SECONDS", 0,
     "Give up when connecting, or a single read or write, takes longer", 0},
    {"edition", OPTION_EDITION, "3.N", 0,
     "Behave as http.client of this Python, from 3.8 to 3.14, the default", 0},

    {0, 0, 0, 0, "TLS", 4},
    {"cacert", OPTION_CACERT, "FILE", 0, "Trust these authorities (PEM), not the system's", 0},
    {"cert", OPTION_CERT, "FILE", 0, "Show this certificate (PEM) to a server that asks", 0},
    {"key", OPTION_KEY, "FILE", 0, "Its private key, if that is not in the same file", 0},
    {"password", OPTION_PASSWORD, "TEXT|@FILE", 0,
     "The key's password, or a file whose first line it is; others may see what is on a command "
     "line",
     0},
    {"insecure", OPTION_INSECURE, 0, 0, "Check neither certificate nor host name", 0},
    {0},
};

static const char documentation[] =
    "Fetches one http or https URL as Python's http.client does."
    "\v"
    "Redirects are not followed, for http.client follows none. A URL may name a port, and an IPv6 "
    "address in brackets.\n"
    "\n"
    "  hc-fetch http://localhost:8000/\n"
    "  hc-fetch -o image.iso https://example.org/image.iso\n"
    "  hc-fetch -d 'name=value' http://localhost:8000/form\n"
    "  tar c . | hc-fetch -T - http://localhost:8000/backup\n"
    "\n"
    "Exit status: 0 a response was received, whatever its status; 1 it was not, or not wholly, or "
    "a file could not be read or written: the exception is named; 2 the command line is wrong; 22 "
    "with --fail, a status of 400 or more.";

/* --- One option --- */

static void add_field(struct argp_state *state, struct field_list *list, const char *text) {
  const char *colon = strchr(text, ':');
  if (colon == NULL) argp_error(state, "a field is 'NAME: VALUE', not '%s'", text);
  const char *value = colon + 1 + strspn(colon + 1, " \t");
  struct hc_header field = {.name = {.kind = HC_VALUE_TEXT}, .value = hc_text(value)};
  field.name.bytes = hc_span_make(text, (size_t)(colon - text));
  if (!hc_field_name_legal(field.name.bytes) || !hc_field_value_legal(field.value.bytes))
    argp_error(state, "a field has a name and no line ends, other than '%s'", text);
  list->fields[list->count++] = field;
}

static struct hc_timeout read_timeout(struct argp_state *state, const char *text) {
  char *end;
  struct hc_timeout timeout = {HC_TIMEOUT_SECONDS, strtod(text, &end)};
  bool is_number = end != text && *end == '\0' && timeout.seconds > 0;
  if (!is_number || hc_timeout_check(timeout, NULL) != HC_OK)
    argp_error(state, "--timeout is a number of seconds above 0, not '%s'", text);
  return timeout;
}

static enum hc_edition read_edition(struct argp_state *state, const char *text) {
  enum hc_edition edition = HC_EDITION_NEWEST;
  if (!hc_edition_from_name(hc_str(text), &edition))
    argp_error(state, "--edition is 3.8 to %s, not '%s'", hc_edition_name(HC_EDITION_NEWEST), text);
  return edition;
}

/* An option that may be given once: of two, neither is dropped in silence. */
static void set_once(struct argp_state *state, const char **option, const char *name,
                     const char *value) {
  if (*option != NULL) argp_error(state, "%s is given twice", name);
  *option = value;
}

static void set_data(struct argp_state *state, struct options *options, const char *text) {
  if (*text != '@') {
    set_once(state, &options->data, "-d", text);
  } else {
    set_once(state, &options->upload, "the file of the body", text + 1);
    options->default_sized = true;
  }
  options->default_method = "POST";
}

static void set_url(struct argp_state *state, struct options *options, const char *text) {
  if (options->url.authority.size > 0) argp_error(state, "one URL is fetched, not also '%s'", text);
  const char *complaint = url_parse(text, &options->url);
  if (complaint != NULL) argp_error(state, "%s: %s", text, complaint);
}

static void set_proxy(struct argp_state *state, struct options *options, const char *text) {
  set_once(state, &options->proxy, "--proxy", text);
  const char *complaint = proxy_parse(text, &options->proxy_authority);
  if (complaint != NULL) argp_error(state, "--proxy '%s': %s", text, complaint);
}

static error_t read_request_option(int key, char *argument, struct argp_state *state) {
  struct options *options = state->input;
  switch (key) {
  case 'X': set_once(state, &options->method, "-X", argument); return 0;
  case 'H': add_field(state, &options->headers, argument); return 0;
  case 'd': set_data(state, options, argument); return 0;
  case 'T':
    set_once(state, &options->upload, "the file of the body", argument);
    options->default_method = "PUT";
    return 0;
  case OPTION_SIZED: options->sized = true; return 0;
  case 'I':
    options->head = options->include_head = true;
    options->default_method = "HEAD";
    return 0;
  case OPTION_HTTP10: options->http10 = true; return 0;
  default: return ARGP_ERR_UNKNOWN;
  }
}

static error_t read_output_option(int key, char *argument, struct argp_state *state) {
  struct options *options = state->input;
  switch (key) {
  case 'o': set_once(state, &options->output, "-o", argument); return 0;
  case 'i': options->include_head = true; return 0;
  case 'f': options->fail = true; return 0;
  case 'q': options->quiet = true; return 0;
  case OPTION_DEBUG: options->debug = true; return 0;
  default: return ARGP_ERR_UNKNOWN;
  }
}

static error_t read_connection_option(int key, char *argument, struct argp_state *state) {
  struct options *options = state->input;
  switch (key) {
  case OPTION_PROXY: set_proxy(state, options, argument); return 0;
  case OPTION_PROXY_HEADER: add_field(state, &options->proxy_headers, argument); return 0;
  case OPTION_TIMEOUT: options->timeout = read_timeout(state, argument); return 0;
  case OPTION_EDITION: options->edition = read_edition(state, argument); return 0;
  case OPTION_CACERT: set_once(state, &options->authorities, "--cacert", argument); return 0;
  case OPTION_CERT: set_once(state, &options->certificate, "--cert", argument); return 0;
  case OPTION_KEY: set_once(state, &options->key, "--key", argument); return 0;
  case OPTION_PASSWORD: set_once(state, &options->password, "--password", argument); return 0;
  case OPTION_INSECURE: options->insecure = true; return 0;
  default: return ARGP_ERR_UNKNOWN;
  }
}

/* --- All of them together --- */

static void check_body(struct argp_state *state, const struct options *options) {
  bool has_body = options->data != NULL || options->upload != NULL;
  if (options->data != NULL && options->upload != NULL)
    argp_error(state, "one body is sent: from -d or from -T");
  if (options->head && has_body) argp_error(state, "-I sends no body: give -X HEAD for one");
  if (options->sized && options->upload == NULL) argp_error(state, "--sized goes with -T");
}

/* What is sent after the head is part of what is announced. A text may be shorter than announced,
 * as one may want to see what a server does that waits for the rest. */
static void check_framing(struct argp_state *state, struct options *options) {
  struct framing *framing = &options->framing;
  const char *complaint = framing_read(options->headers.fields, options->headers.count, framing);
  if (complaint != NULL) argp_error(state, "-H: %s", complaint);
  bool has_body = options->data != NULL || options->upload != NULL;
  if (!has_body && (framing->is_chunked || framing->length > 0))
    argp_error(state, "-H announces a body: give one with -d or -T");
  if (framing->is_chunked && options->http10)
    argp_error(state, "HTTP/1.0 has no Transfer-Encoding: leave out -H or --http1.0");
  if (options->sized && (framing->is_chunked || framing->has_length))
    argp_error(state, "--sized announces the file's size: leave out -H %s",
               framing->is_chunked ? "Transfer-Encoding" : "Content-Length");
  if (framing->has_length && options->data != NULL &&
      (uint64_t)framing->length < strlen(options->data))
    argp_error(state, "-H: Content-Length is less than the size of -d, which is %zu",
               strlen(options->data));
}

static void check_connection(struct argp_state *state, const struct options *options) {
  bool has_certificate = options->certificate != NULL;
  if (options->proxy_headers.count > 0 && options->proxy == NULL)
    argp_error(state, "--proxy-header goes with --proxy");
  if (!has_certificate && (options->key != NULL || options->password != NULL))
    argp_error(state, "--key and --password go with --cert");
  if (options->insecure && options->authorities != NULL)
    argp_error(state, "--insecure trusts everybody, so --cacert does not go with it");
  if (!options->url.https && (has_certificate || options->insecure || options->authorities != NULL))
    argp_error(state, "--cacert, --cert and --insecure are for https URLs");
}

static void finish_options(struct argp_state *state, struct options *options) {
  if (options->url.authority.size == 0) argp_error(state, "a URL is expected");
  check_body(state, options);
  check_framing(state, options);
  check_connection(state, options);
  if (options->method == NULL) options->method = options->default_method;
  if (options->output == NULL) options->output = "-";
}

static error_t read_option(int key, char *argument, struct argp_state *state) {
  if (key == ARGP_KEY_ARG) return set_url(state, state->input, argument), 0;
  if (key == ARGP_KEY_END) return finish_options(state, state->input), 0;
  error_t result = read_request_option(key, argument, state);
  if (result == ARGP_ERR_UNKNOWN) result = read_output_option(key, argument, state);
  if (result == ARGP_ERR_UNKNOWN) result = read_connection_option(key, argument, state);
  return result;
}

static struct hc_header *new_fields(int count) {
  struct hc_header *fields = calloc((size_t)count + 1, sizeof *fields);
  if (fields != NULL) return fields;
  fputs("hc-fetch: no memory for the command line\n", stderr);
  exit(1);
}

void options_read(struct options *options, int argc, char **argv) {
  static const struct argp argp = {option_table, read_option, "URL", documentation, 0, 0, 0};
  *options = (struct options){.default_method = "GET"};
  options->headers.fields = new_fields(argc);
  options->proxy_headers.fields = new_fields(argc);
  argp_err_exit_status = 2;
  argp_parse(&argp, argc, argv, 0, NULL, options);
}

void options_free(struct options *options) {
  url_free(&options->url);
  free(options->headers.fields);
  free(options->proxy_headers.fields);
}
