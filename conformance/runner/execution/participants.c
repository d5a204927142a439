/* All adapters are started before the first is listened to: interpreters take their time, and take
 * it side by side. */
#include "execution/participants.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "execution/adapter.h"
#include "execution/greeting.h"
#include "text/memory.h"
#include "execution/shell_quote.h"

void participants_clear(struct participants *participants) {
  for (size_t i = 0; i < participants->count; i++)
    implementation_clear(&participants->array[i]);
  free(participants->array);
  *participants = (struct participants){0};
}

static void add(struct participants *participants, struct implementation implementation) {
  participants->array =
      memory_resize(participants->array, (participants->count + 1) * sizeof *participants->array);
  participants->array[participants->count++] = implementation;
}

static bool is_taken(const struct participants *participants, const char *name) {
  for (size_t i = 0; i < participants->count; i++)
    if (strcmp(participants->array[i].name, name) == 0) return true;
  return false;
}

/* add_subject: takes |implementation| over, which --impl named by |argument|. */
static bool add_subject(struct participants *participants, struct implementation implementation,
                        const char *argument, char **error) {
  if (is_taken(participants, implementation.name)) {
    *error =
        memory_printf("--impl '%s': the name '%s' is used twice", argument, implementation.name);
    implementation_clear(&implementation);
    return false;
  }
  add(participants, implementation);
  return true;
}

bool participants_add_subject(struct participants *participants, const char *argument,
                              char **error) {
  struct implementation implementation;
  return implementation_parse(argument, &implementation, error) &&
         add_subject(participants, implementation, argument, error);
}

static char **words_of(const char *const *words, size_t count) {
  char **copy = memory_array(count + 1, sizeof *copy);
  for (size_t i = 0; i < count; i++)
    copy[i] = memory_string(words[i]);
  return copy;
}

bool participants_add_reference(struct participants *participants, const char *path, char **error) {
  const struct implementation reference = {
      .name = memory_string("ref"),
      .words = words_of(&path, 1),
      .option = memory_string("--impl ref"),
      .role = ROLE_SUBJECT,
  };
  return add_subject(participants, reference, "ref", error);
}

/* --- Oracles
 * -------------------------------------------------------------------------------------------------
 */

static char *oracle_option(const char *path) {
  char *text;
  size_t length;
  FILE *out = memory_stream(&text, &length);
  fputs("--oracle ", out);
  shell_quote(out, path);
  fclose(out);
  return text;
}

/* oracle_name: interpreters come by version, so that the last of an edition is its newest. */
static char *oracle_name(const struct participants *participants,
                         const struct interpreters *interpreters, size_t index) {
  const struct interpreter *interpreter = &interpreters->array[index];
  bool is_newest = index + 1 == interpreters->count ||
                   interpreters->array[index + 1].edition != interpreter->edition;
  if (is_newest) return memory_string("cpython");
  char *name = memory_printf("cpython-%s", interpreter->version);
  for (unsigned number = 2; is_taken(participants, name); number++) {
    free(name);
    name = memory_printf("cpython-%s-%u", interpreter->version, number);
  }
  return name;
}

/* -I and -S keep the user's environment and packages out, -B writes nothing beside the adapter. */
void participants_add_oracles(struct participants *participants,
                              const struct interpreters *interpreters, const char *script) {
  for (size_t i = 0; i < interpreters->count; i++) {
    const char *path = interpreters->array[i].path;
    const char *const words[] = {path, "-I", "-S", "-B", script};
    add(participants, (struct implementation){
                          .name = oracle_name(participants, interpreters, i),
                          .words = words_of(words, sizeof words / sizeof *words),
                          .option = oracle_option(path),
                          .role = ROLE_ORACLE,
                      });
  }
}

/* --- Hello
 * ---------------------------------------------------------------------------------------------------
 */

static char *refusal(const struct implementation *implementation, const char *reason) {
  char *command = implementation_command(implementation);
  char *text = memory_printf("the adapter of '%s' (%s) cannot be used: %s", implementation->name,
                             command, reason);
  free(command);
  return text;
}

/* greet_one: a start that failed has left its reason in |start_error|. */
static bool greet_one(struct adapter *adapter, struct implementation *implementation,
                      int start_error, int stop, char **error) {
  char *reason = NULL;
  if (start_error)
    reason = memory_printf("it cannot be started: %s", strerror(start_error));
  else if (greet(adapter, stop, &implementation->hello, &reason))
    return true;
  *error = reason ? refusal(implementation, reason) : NULL;
  free(reason);
  return false;
}

bool participants_greet(struct participants *participants, int stop, char **error) {
  size_t count = participants->count;
  struct adapter *adapters = memory_array(count, sizeof *adapters);
  int *start_errors = memory_array(count, sizeof *start_errors);
  for (size_t i = 0; i < count; i++) {
    adapter_init(&adapters[i], &participants->array[i]);
    if (!adapter_start(&adapters[i])) start_errors[i] = errno;
  }
  bool is_right = true;
  for (size_t i = 0; i < count && is_right; i++)
    is_right = greet_one(&adapters[i], &participants->array[i], start_errors[i], stop, error);
  if (is_right) adapters_quit(adapters, count, NULL);
  for (size_t i = 0; i < count; i++)
    adapter_end(&adapters[i], NULL);
  free(adapters);
  free(start_errors);
  return is_right;
}
