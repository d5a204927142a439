#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "scene.h"

/* HCSPEC_PEER is the path of the program, given by the build. */

enum { ARGUMENTS_MAX = 8 };

/* The program as it runs: its input and its two outputs as streams of this process. */
struct program {
  pid_t pid;
  FILE *input, *output, *errors;
};

static void open_pipe(int pipe_ends[2]) {
  assert_int_equal(pipe(pipe_ends), 0);
}

static void program_start(struct program *program, const char *const *arguments) {
  int input[2], output[2], errors[2];
  open_pipe(input);
  open_pipe(output);
  open_pipe(errors);
  char *argv[ARGUMENTS_MAX + 2] = {strdup(HCSPEC_PEER)};
  for (size_t i = 0; i < ARGUMENTS_MAX && arguments[i]; i++)
    argv[i + 1] = strdup(arguments[i]);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input[0], 0);
  posix_spawn_file_actions_adddup2(&actions, output[1], 1);
  posix_spawn_file_actions_adddup2(&actions, errors[1], 2);
  for (int i = 0; i < 2; i++) {
    posix_spawn_file_actions_addclose(&actions, input[i]);
    posix_spawn_file_actions_addclose(&actions, output[i]);
    posix_spawn_file_actions_addclose(&actions, errors[i]);
  }
  extern char **environ;
  assert_int_equal(posix_spawn(&program->pid, HCSPEC_PEER, &actions, NULL, argv, environ), 0);
  posix_spawn_file_actions_destroy(&actions);
  for (size_t i = 0; argv[i]; i++)
    free(argv[i]);
  close(input[0]);
  close(output[1]);
  close(errors[1]);
  program->input = fdopen(input[1], "w");
  program->output = fdopen(output[0], "r");
  program->errors = fdopen(errors[0], "r");
}

/* Gives it the script on its standard input. */
static void program_feed(struct program *program, const char *script) {
  fputs(script, program->input);
  fclose(program->input);
}

/* Reads the first line and returns the port it names. */
static unsigned program_port(struct program *program) {
  unsigned port = 0;
  assert_int_equal(fscanf(program->output, "listening on 127.0.0.1:%u", &port), 1);
  assert_int_equal(fgetc(program->output), '\n');
  return port;
}

static void read_rest(FILE *stream, char *text, size_t room) {
  size_t length = fread(text, 1, room - 1, stream);
  text[length] = '\0';
  fclose(stream);
}

/* Waits for its end; what it printed behind what was read is in |output| and |errors|, of |room|
 * bytes each. */
static int program_end(struct program *program, char *output, char *errors, size_t room) {
  int status = 0;
  read_rest(program->output, output, room);
  read_rest(program->errors, errors, room);
  assert_int_equal(waitpid(program->pid, &status, 0), program->pid);
  assert_true(WIFEXITED(status));
  return WEXITSTATUS(status);
}

static void a_script_that_is_carried_out_exits_with_0(void **state) {
  (void)state;
  struct program program;
  char output[4096], errors[4096];
  program_start(&program, (const char *[]){"--delivery=bytes", "-", NULL});
  program_feed(&program, "recv request\nsend 'ok'\nfin\nexpect fin\n");
  struct client client = {.port = program_port(&program)};
  client_say(&client, client_connect(&client), "GET / HTTP/1.1\r\n\r\n");
  client_read_all(&client, 0);
  client_close(&client, 0);
  assert_string_equal(client.answer, "ok");
  free(client.answer);
  assert_int_equal(program_end(&program, output, errors, sizeof output), 0);
  assert_string_equal(output, "1 * client connects\n1 → GET / HTTP/1.1\\r\\n\n1 → \\r\\n\n1 ← ok\n"
                              "1 * peer closes its side (FIN)\n1 * client closes its side (FIN)\n");
  assert_string_equal(errors, "");
}

static void a_complaint_exits_with_1_and_names_its_place(void **state) {
  (void)state;
  struct program program;
  char output[4096], errors[4096];
  program_start(&program, (const char *[]){"--delivery", "split", "--seed", "7", "-", NULL});
  program_feed(&program, "# a script\n  recv 'a'\n");
  struct client client = {.port = program_port(&program)};
  client_say(&client, client_connect(&client), "b");
  client_read_all(&client, 0);
  client_close(&client, 0);
  assert_int_equal(program_end(&program, output, errors, sizeof output), 1);
  assert_string_equal(errors,
                      "-:2:3: error: expected b'a', received b'b'; the first difference is at "
                      "offset 0\n");
}

static void an_interrupt_ends_the_playing_with_its_log(void **state) {
  (void)state;
  struct program program;
  char output[4096], errors[4096];
  program_start(&program, (const char *[]){"-", NULL});
  program_feed(&program, "recv 1\nsend 'x'\nrecv request\n");
  struct client client = {.port = program_port(&program)};
  client_say(&client, client_connect(&client), "a");
  client_read(&client, 0, 1); /* so far it has come */
  free(client.answer);
  assert_int_equal(kill(program.pid, SIGINT), 0);
  assert_int_equal(program_end(&program, output, errors, sizeof output), 1);
  client_close(&client, 0);
  assert_string_equal(output, "1 * client connects\n1 → a\n1 ← x\n");
  assert_string_equal(errors,
                      "-:3:1: error: the client ended before a whole request had come; it had "
                      "sent nothing more\n");
}

static void the_port_file_is_there_when_the_first_line_is(void **state) {
  (void)state;
  char directory[] = "/tmp/hcspec-peer-XXXXXX", script[64], port_file[64];
  assert_non_null(mkdtemp(directory));
  snprintf(script, sizeof script, "%s/script", directory);
  snprintf(port_file, sizeof port_file, "%s/port", directory);
  FILE *stream = fopen(script, "w");
  fputs("expect fin\n", stream);
  fclose(stream);
  struct program program;
  char output[4096], errors[4096];
  program_start(&program, (const char *[]){"--port-file", port_file, script, NULL});
  fclose(program.input);
  unsigned port = program_port(&program), written = 0;
  stream = fopen(port_file, "r");
  assert_non_null(stream);
  assert_int_equal(fscanf(stream, "%u", &written), 1);
  fclose(stream);
  assert_int_equal(written, port);
  struct client client = {.port = port};
  client_close(&client, client_connect(&client));
  assert_int_equal(program_end(&program, output, errors, sizeof output), 0);
  remove(script);
  remove(port_file);
  assert_int_equal(rmdir(directory), 0); /* nothing else was left there */
}

static void what_cannot_be_set_up_exits_with_2(void **state) {
  (void)state;
  static const struct {
    const char *why;
    const char *arguments[ARGUMENTS_MAX];
    const char *script, *error_part;
  } rows[] = {
      {"no script", {NULL}, "", "a SCRIPT is expected"},
      {"two scripts", {"-", "other", NULL}, "", "one script is played, not also 'other'"},
      {"an unknown option", {"--fast", "-", NULL}, "", "unrecognized option '--fast'"},
      {"an unknown delivery", {"--delivery=slow", "-"}, "", "whole, bytes or split, not 'slow'"},
      {"two transports", {"--tls", "--tunnel", "-"}, "", "one of the two is meant"},
      {"a seed that is no number", {"--seed=x", "-"}, "", "--seed is a number"},
      {"a negative seed", {"--seed=-1", "-"}, "", "--seed is a number"},
      {"a seed past 64 bits", {"--seed=18446744073709551616", "-"}, "", "--seed is a number"},
      {"a file that is not there",
       {"/nowhere/script"},
       "",
       "cannot read /nowhere/script: No such file"},
      {"a folder", {"/"}, "", "cannot read /: Is a directory"},
      {"a port file that cannot be",
       {"--port-file=/nowhere/port", "-"},
       "stall",
       "cannot write /nowhere"},
      {"a wrong script", {"-"}, "sned 'x'\nfin 1\n", "-:1:1: error: unknown statement 'sned'"},
      {"all its errors", {"-"}, "sned 'x'\nfin 1\n", "-:2:5: error: unexpected '1'"},
  };
  signal(SIGPIPE, SIG_IGN); /* the program may end before it has read its input */
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct program program;
    char output[4096], errors[4096];
    program_start(&program, rows[i].arguments);
    program_feed(&program, rows[i].script);
    int status = program_end(&program, output, errors, sizeof output);
    if (status != 2) fail_msg("%s: exit %d", rows[i].why, status);
    if (!strstr(errors, rows[i].error_part)) fail_msg("%s: %s", rows[i].why, errors);
    assert_string_equal(output, "");
  }
}

/* Reads the next line, which begins with |start|, and returns what follows. */
static void read_line_after(struct program *program, const char *start, char *rest, size_t room) {
  char line[512];
  assert_non_null(fgets(line, sizeof line, program->output));
  line[strcspn(line, "\n")] = '\0';
  assert_memory_equal(line, start, strlen(start));
  snprintf(rest, room, "%s", line + strlen(start));
}

static void tls_tells_which_files_a_client_needs(void **state) {
  (void)state;
  static const char *const arguments[][3] = {{"--tls", "-"}, {"--tunnel", "-"}, {"-"}};
  static const char *const scripts[] = {"recv request\n", "recv request\n", "tls\n"};
  for (size_t i = 0; i < 3; i++) {
    struct program program;
    char authority[256], certificate[256], output[4096], errors[4096];
    program_start(&program, arguments[i]);
    program_feed(&program, scripts[i]);
    struct client client = {.port = program_port(&program)};
    read_line_after(&program, "authority: ", authority, sizeof authority);
    read_line_after(&program, "client certificate and key: ", certificate, sizeof certificate);
    assert_int_equal(access(authority, R_OK), 0);
    assert_int_equal(access(certificate, R_OK), 0);
    client_say(&client, client_connect(&client), "no TLS, and no CONNECT\r\n\r\n");
    client_close(&client, 0);
    assert_int_equal(program_end(&program, output, errors, sizeof output), 1);
    assert_int_not_equal(access(authority, R_OK), 0);
  }
}

static void help_teaches(void **state) {
  (void)state;
  struct program program;
  char output[4096], errors[4096];
  program_start(&program, (const char *[]){"--help", NULL});
  fclose(program.input);
  assert_int_equal(program_end(&program, output, errors, sizeof output), 0);
  static const char *const parts[] = {
      "--delivery=",         "--tls",         "--tunnel", "--seed=", "--port-file=", "recv request",
      "docs/peer-script.md", "Exit status: 0"};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    if (!strstr(output, parts[i])) fail_msg("%s is missing", parts[i]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_script_that_is_carried_out_exits_with_0),
      cmocka_unit_test(a_complaint_exits_with_1_and_names_its_place),
      cmocka_unit_test(an_interrupt_ends_the_playing_with_its_log),
      cmocka_unit_test(the_port_file_is_there_when_the_first_line_is),
      cmocka_unit_test(what_cannot_be_set_up_exits_with_2),
      cmocka_unit_test(tls_tells_which_files_a_client_needs),
      cmocka_unit_test(help_teaches),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
