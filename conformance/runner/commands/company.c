/* Each step either succeeds or has said on standard error why not. */
#include "commands/company.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "execution/project_files.h"
#include "text/memory.h"
#include "text/spelling.h"

/* A company and how it is called. */
struct gathering {
  struct company *company;
  const struct company_call *call;
};

/* refuse: says |text|, which is taken over. */
static bool refuse(const struct gathering *gathering, char *text) {
  fprintf(stderr, "%s: %s\n", gathering->call->command, text);
  free(text);
  return false;
}

/* --- subjects --- */

static bool add_reference(const struct gathering *gathering) {
  char *path = program_file("hcspec-adapter-ref"), *error = NULL;
  if (!path)
    return refuse(gathering, memory_string("the folder of this program is not known; say --impl"));
  bool is_added = participants_add_reference(&gathering->company->participants, path, &error);
  free(path);
  return is_added || refuse(gathering, error);
}

static bool add_subject(const struct gathering *gathering, const char *argument) {
  char *error;
  if (strcmp(argument, "ref") == 0) return add_reference(gathering);
  return participants_add_subject(&gathering->company->participants, argument, &error) ||
         refuse(gathering, error);
}

static bool add_subjects(const struct gathering *gathering) {
  const struct arguments *arguments = &gathering->call->participation->implementations;
  if (arguments->count == 0) return add_reference(gathering);
  for (size_t i = 0; i < arguments->count; i++)
    if (!add_subject(gathering, arguments->array[i])) return false;
  return true;
}

/* --- oracles --- */

/* drop_unwanted: of those that were searched for, only the ones of the editions asked for stay. */
static void drop_unwanted(const struct participation *participation,
                          struct interpreters *interpreters) {
  size_t kept = 0;
  for (size_t i = 0; i < interpreters->count; i++)
    if (participation_wants(participation, interpreters->array[i].edition))
      interpreters->array[kept++] = interpreters->array[i];
  interpreters->count = kept;
}

static bool find_interpreters(const struct gathering *gathering,
                              struct interpreters *interpreters) {
  const struct participation *participation = gathering->call->participation;
  struct arena *arena = gathering->company->arena;
  char *error;
  if (participation->oracles.count > 0)
    return interpreters_ask(arena, participation->oracles.array, participation->oracles.count,
                            interpreters, &error) ||
           refuse(gathering, error);
  *interpreters = interpreters_find(arena, gathering->call->is_verbose ? stderr : NULL);
  drop_unwanted(participation, interpreters);
  return true;
}

static bool add_oracles(const struct gathering *gathering) {
  struct interpreters interpreters;
  if (gathering->call->participation->no_oracle) return true;
  if (!find_interpreters(gathering, &interpreters)) return false;
  char *script = project_file("conformance/adapters/cpython/adapter.py");
  if (!script)
    return refuse(
        gathering,
        memory_string(
            "conformance/adapters/cpython/adapter.py is not found in this folder nor above "
            "the program; go there or say --no-oracle"));
  participants_add_oracles(&gathering->company->participants, &interpreters, script);
  free(script);
  return true;
}

/* --- all --- */

static bool greet_all(const struct gathering *gathering) {
  char *error;
  if (participants_greet(&gathering->company->participants, gathering->call->stop, &error))
    return true;
  return refuse(gathering, error ? error : memory_string("interrupted before the first case"));
}

static bool open_environment(const struct gathering *gathering) {
  return environment_open(&gathering->company->environment) ||
         refuse(gathering, memory_printf("the files of TLS cannot be made: %s", strerror(errno)));
}

static bool has_column(const struct company *company, const struct implementation *implementation) {
  for (size_t i = 0; i < company->column_count; i++)
    if (company->columns[i].implementation == implementation) return true;
  return false;
}

static bool choose_columns(const struct gathering *gathering) {
  struct company *company = gathering->company;
  const struct participants *participants = &company->participants;
  const struct participation *participation = gathering->call->participation;
  company->column_count =
      plan_columns(company->arena, participants->array, participants->count,
                   participation->editions, participation->edition_count, &company->columns);
  for (size_t i = 0; i < participants->count; i++)
    if (!has_column(company, &participants->array[i]))
      return refuse(gathering,
                    memory_printf("the adapter of '%s' declares none of the editions asked for",
                                  participants->array[i].name));
  if (gathering->call->newest_alone && participation->edition_count == 0)
    company->column_count =
        plan_newest(company->arena, company->columns, company->column_count, &company->columns);
  return true;
}

bool company_gather(struct company *company, const struct company_call *call) {
  const struct gathering gathering = {company, call};
  company->arena = arena_new();
  return open_environment(&gathering) && add_subjects(&gathering) && add_oracles(&gathering) &&
         greet_all(&gathering) && choose_columns(&gathering);
}

void company_clear(struct company *company) {
  participants_clear(&company->participants);
  environment_close(&company->environment);
  arena_free(company->arena);
  *company = (struct company){0};
}

void company_refuse_pattern(const char *command, const struct specification *specification,
                            const char *pattern) {
  struct spelling spelling = spelling_of(pattern, strlen(pattern));
  for (size_t i = 0; i < specification->scenario_count; i++)
    spelling_consider(&spelling, specification->scenarios[i]->id);
  for (size_t i = 0; i < specification->case_count; i++)
    spelling_consider(&spelling, specification->cases[i].id);
  if (spelling.nearest)
    fprintf(stderr, "%s: --case '%s' matches no case; did you mean '%s'?\n", command, pattern,
            spelling.nearest);
  else
    fprintf(stderr,
            "%s: --case '%s' matches no case; 'hcspec list' shows all, and a pattern may have *\n",
            command, pattern);
}
