/* hcspec-peer: plays one script for one client that a person starts, and shows what went over the
 * wire. Everything that waits waits in one ppoll(), so that Ctrl-C is an event like any other. */
#include <argp.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "peer/peer.h"

enum { EXIT_COMPLAINT = 1, EXIT_SET_UP = 2 };

/* Longer runs of bytes are cut in the middle. */
enum { RUN_SHOWN = 8192 };

struct options {
  const char *script;
  const char *port_file;
  enum peer_transport transport;
  enum peer_delivery delivery;
  uint64_t seed;
};

static const struct argp_option option_table[] = {
    {"delivery", 'd', "HOW", 0,
     "How what is sent is cut into segments: whole (each send at once, the default), bytes (one "
     "byte "
     "at a time) or split (at points chosen by the seed)",
     0},
    {"seed", 's', "N", 0, "Choose the points of --delivery=split by this number (default 0)", 0},
    {"tls", 't', NULL, 0, "Every connection begins with TLS, of which the script sees the inside",
     0},
    {"tunnel", 'T', NULL, 0,
     "Every connection begins with a CONNECT to the peer, which it grants, and TLS inside of it",
     0},
    {"port-file", 'p', "FILE", 0,
     "Write the port number to FILE, which appears whole, for programs that start the client", 0},
    {0},
};

static const char documentation[] =
    "Plays a scripted HTTP server for one client, on a free port of 127.0.0.1, or where the script "
    "says."
    "\v"
    "SCRIPT is a file, or - for standard input. It says, a statement a line, what the server "
    "receives and sends; docs/peer-script.md explains them all. An example:\n"
    "\n"
    "  recv request\n"
    "  send \"HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\nText\"\n"
    "  expect fin\n"
    "\n"
    "The first line printed is 'listening on HOST:PORT'. Where there is TLS the next say "
    "which "
    "files a client needs: the authority to trust, and certificates to show. They are gone when "
    "the "
    "program ends. When the script is done and the "
    "client "
    "has closed its connections, or at Ctrl-C, the conversation is printed, and what the client "
    "did "
    "otherwise than the script says. Nothing ends by itself because time has passed.\n"
    "\n"
    "Exit status: 0 the script was carried out, 1 the client did something else, 2 the command "
    "line, "
    "the script or the set-up is wrong.";

static enum peer_delivery read_delivery(struct argp_state *state, const char *word) {
  static const char *const words[] = {[PEER_DELIVERY_WHOLE] = "whole",
                                      [PEER_DELIVERY_BYTES] = "bytes",
                                      [PEER_DELIVERY_SPLIT] = "split"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strcmp(word, words[i]) == 0) return (enum peer_delivery)i;
  argp_error(state, "--delivery is whole, bytes or split, not '%s'", word);
  return PEER_DELIVERY_WHOLE;
}

static void choose_transport(struct argp_state *state, struct options *options,
                             enum peer_transport transport) {
  if (options->transport != PEER_TRANSPORT_PLAIN && options->transport != transport)
    argp_error(state, "--tls is TLS alone, --tunnel is TLS in a tunnel: one of the two is meant");
  options->transport = transport;
}

static uint64_t read_seed(struct argp_state *state, const char *word) {
  char *end;
  errno = 0;
  uint64_t seed = strtoull(word, &end, 10);
  if (*word < '0' || *word > '9' || *end || errno)
    argp_error(state, "--seed is a number from 0 to 18446744073709551615, not '%s'", word);
  return seed;
}

static error_t read_option(int key, char *argument, struct argp_state *state) {
  struct options *options = state->input;
  switch (key) {
  case 'd': options->delivery = read_delivery(state, argument); return 0;
  case 't': choose_transport(state, options, PEER_TRANSPORT_TLS); return 0;
  case 'T': choose_transport(state, options, PEER_TRANSPORT_TUNNEL); return 0;
  case 's': options->seed = read_seed(state, argument); return 0;
  case 'p': options->port_file = argument; return 0;
  case ARGP_KEY_ARG:
    if (options->script) argp_error(state, "one script is played, not also '%s'", argument);
    options->script = argument;
    return 0;
  case ARGP_KEY_END:
    if (!options->script) argp_error(state, "a SCRIPT is expected; - is standard input");
    return 0;
  default: return ARGP_ERR_UNKNOWN;
  }
}

/* Reads all of |stream|; false with errno set when that fails. |*text| is the caller's. */
static bool read_stream(FILE *stream, char **text, size_t *length) {
  char part[4096];
  FILE *out = open_memstream(text, length);
  if (!out) return false;
  for (size_t count; (count = fread(part, 1, sizeof part, stream)) > 0;)
    fwrite(part, 1, count, out);
  bool is_good = !ferror(stream);
  int error = errno;
  fclose(out);
  errno = error;
  return is_good;
}

static bool read_script(const char *path, char **text, size_t *length) {
  if (strcmp(path, "-") == 0) return read_stream(stdin, text, length);
  FILE *stream = fopen(path, "rb");
  if (!stream) return false;
  bool is_good = read_stream(stream, text, length);
  int error = errno;
  fclose(stream);
  errno = error;
  return is_good;
}

/* The script, or NULL once its errors are printed. */
static struct peer_script *load_script(const char *path) {
  char *text = NULL;
  size_t length = 0;
  if (!read_script(path, &text, &length)) {
    fprintf(stderr, "hcspec-peer: cannot read %s: %s\n", path, strerror(errno));
    free(text);
    return NULL;
  }
  struct diagnostics *diagnostics = diagnostics_new();
  struct peer_script *script =
      peer_script_parse(text, length, (struct place){path, 1, 1}, diagnostics);
  diagnostics_print(diagnostics, stderr);
  diagnostics_free(diagnostics);
  free(text);
  return script;
}

/* Under another name first: who waits for the file never sees it without the number. */
static bool write_port_file(const char *path, unsigned port) {
  size_t size = strlen(path) + sizeof ".part";
  char *part = malloc(size);
  if (!part) return false;
  snprintf(part, size, "%s.part", path);
  FILE *stream = fopen(part, "w");
  bool is_good = stream && fprintf(stream, "%u\n", port) > 0;
  if (stream && fclose(stream) != 0) is_good = false;
  is_good = is_good && rename(part, path) == 0;
  int error = errno;
  if (stream && !is_good) remove(part);
  free(part);
  errno = error;
  return is_good;
}

static volatile sig_atomic_t was_interrupted;

static void interrupt(int signal_number) {
  (void)signal_number;
  was_interrupted = 1;
}

/* Blocks SIGINT and SIGTERM; |*while_waiting| is the mask that lets them in. */
static void catch_interrupts(sigset_t *while_waiting) {
  struct sigaction action = {.sa_handler = interrupt};
  sigemptyset(&action.sa_mask);
  sigset_t interrupts;
  sigemptyset(&interrupts);
  sigaddset(&interrupts, SIGINT);
  sigaddset(&interrupts, SIGTERM);
  sigprocmask(SIG_BLOCK, &interrupts, while_waiting);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
}

static void play(struct peer *peer, const sigset_t *while_waiting) {
  struct pollfd fds[PEER_POLL_MAX];
  while (!was_interrupted && !peer_finished(peer)) {
    peer_note_read(peer); /* nothing is known of the client's process */
    size_t count = peer_poll(peer, fds);
    if (ppoll(fds, count, NULL, while_waiting) > 0) peer_handle(peer, fds, count);
  }
}

static void print_complaint(const struct peer_complaint *complaint) {
  struct diagnostics *diagnostics = diagnostics_new();
  diagnostics_error(diagnostics, complaint->place, "%s", complaint->message);
  diagnostics_print(diagnostics, stderr);
  diagnostics_free(diagnostics);
}

/* Prints what came of it and returns the exit status. */
static int report(struct peer *peer) {
  struct peer_result result;
  peer_end(peer, &result);
  wire_log_print(&result.log, "", RUN_SHOWN, stdout);
  fflush(stdout);
  if (!result.completed) print_complaint(&result.complaint);
  int status = result.completed ? EXIT_SUCCESS : EXIT_COMPLAINT;
  peer_result_clear(&result);
  return status;
}

/* As it stands in a URL: a colon within the host would be taken for the port's. */
static void print_address(const struct peer *peer) {
  const char *host = peer_host(peer);
  bool has_colon = strchr(host, ':');
  printf("listening on %s%s%s:%u\n", has_colon ? "[" : "", host, has_colon ? "]" : "",
         peer_port(peer));
}

static void print_files(const struct peer_identities *identities) {
  static const char *const names[PEER_FILES] = {
      [PEER_FILE_AUTHORITY] = "authority",
      [PEER_FILE_CLIENT_CERTIFICATE] = "client certificate and key",
      [PEER_FILE_CLIENT_KEY] = "client key",
      [PEER_FILE_ENCRYPTED_CLIENT_KEY] = "client key, encrypted with the password 'secret'",
      [PEER_FILE_STRANGER_CERTIFICATE] = "certificate and key of a stranger",
  };
  for (size_t i = 0; i < PEER_FILES; i++)
    printf("%s: %s\n", names[i], peer_identities_path(identities, (enum peer_file)i));
}

/* Plays for one client and returns the exit status. |identities| is NULL where there is no TLS. */
static int serve(const struct options *options, const struct peer_script *script, struct peer *peer,
                 const struct peer_identities *identities) {
  sigset_t while_waiting;
  catch_interrupts(&while_waiting);
  peer_begin(peer, script, options->transport, options->delivery, options->seed);
  if (options->port_file && !write_port_file(options->port_file, peer_port(peer))) {
    fprintf(stderr, "hcspec-peer: cannot write %s: %s\n", options->port_file, strerror(errno));
    return EXIT_SET_UP;
  }
  print_address(peer);
  if (identities) print_files(identities);
  fflush(stdout);
  play(peer, &while_waiting);
  return report(peer);
}

static int set_up(const struct options *options, const struct peer_script *script) {
  bool has_tls = options->transport != PEER_TRANSPORT_PLAIN || peer_script_speaks_tls(script);
  struct peer_identities *identities = has_tls ? peer_identities_new(NULL) : NULL;
  if (has_tls && !identities) {
    fprintf(stderr, "hcspec-peer: cannot write the files of TLS: %s\n", strerror(errno));
    return EXIT_SET_UP;
  }
  struct peer *peer = peer_new(identities);
  int status = EXIT_SET_UP;
  if (peer)
    status = serve(options, script, peer, identities);
  else
    fprintf(stderr, "hcspec-peer: cannot listen on 127.0.0.1: %s\n", strerror(errno));
  peer_free(peer);
  peer_identities_free(identities);
  return status;
}

int main(int argc, char **argv) {
  static const struct argp argp = {option_table, read_option, "SCRIPT", documentation,
                                   NULL,         NULL,        NULL};
  struct options options = {.delivery = PEER_DELIVERY_WHOLE};
  argp_err_exit_status = EXIT_SET_UP;
  argp_parse(&argp, argc, argv, 0, NULL, &options);
  struct peer_script *script = load_script(options.script);
  if (!script) return EXIT_SET_UP;
  const char *obstacle = peer_cannot_play(script);
  if (obstacle) fprintf(stderr, "hcspec-peer: the script cannot be played: %s\n", obstacle);
  int status = obstacle ? EXIT_SET_UP : set_up(&options, script);
  peer_script_free(script);
  return status;
}
