/* Commands are split by wordexp() with everything that would run a program switched off. */
#include "execution/implementation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wordexp.h>

#include "text/memory.h"
#include "execution/shell_quote.h"

void implementation_clear(struct implementation *implementation) {
  free(implementation->name);
  free(implementation->option);
  for (char **word = implementation->words; word && *word; word++)
    free(*word);
  free(implementation->words);
  hello_clear(&implementation->hello);
  *implementation = (struct implementation){0};
}

static const char *split_problem(int code) {
  switch (code) {
  case WRDE_BADCHAR:
    return "one of | & ; < > ( ) { } stands unquoted, and no shell runs it; quote it";
  case WRDE_BADVAL: return "an unset variable is used";
  case WRDE_CMDSUB: return "command substitution is not allowed";
  case WRDE_SYNTAX: return "a quote is not closed";
  default: return "out of memory";
  }
}

static char **copy_words(const wordexp_t *split) {
  char **words = memory_array(split->we_wordc + 1, sizeof *words);
  for (size_t i = 0; i < split->we_wordc; i++)
    words[i] = memory_string(split->we_wordv[i]);
  return words;
}

/* split_command: |command| as words, or NULL with |*problem| set to a static text. */
static char **split_command(const char *command, const char **problem) {
  wordexp_t split = {0};
  int code = wordexp(command, &split, WRDE_NOCMD | WRDE_UNDEF);
  char **words = NULL;
  if (code != 0)
    *problem = split_problem(code);
  else if (split.we_wordc == 0)
    *problem = "the command is empty";
  else
    words = copy_words(&split);
  if (code == 0 || code == WRDE_NOSPACE) wordfree(&split);
  return words;
}

/* option_text: "--impl" and its argument. */
static char *option_text(const char *argument) {
  char *text;
  size_t length;
  FILE *out = memory_stream(&text, &length);
  fputs("--impl ", out);
  shell_quote(out, argument);
  fclose(out);
  return text;
}

bool implementation_parse(const char *argument, struct implementation *implementation,
                          char **error) {
  const char *equals = strchr(argument, '=');
  const char *problem = NULL;
  char **words = NULL;
  if (!equals || equals == argument)
    problem = "expected NAME=COMMAND";
  else
    words = split_command(equals + 1, &problem);
  if (!words) {
    *error = memory_printf("--impl '%s': %s", argument, problem);
    return false;
  }
  *implementation = (struct implementation){
      .name = memory_printf("%.*s", (int)(equals - argument), argument),
      .words = words,
      .option = option_text(argument),
      .role = ROLE_SUBJECT,
  };
  return true;
}

char *implementation_command(const struct implementation *implementation) {
  char *text;
  size_t length;
  FILE *out = memory_stream(&text, &length);
  for (char **word = implementation->words; *word; word++) {
    if (word != implementation->words) fputc(' ', out);
    shell_quote(out, *word);
  }
  fclose(out);
  return text;
}

bool implementation_has_edition(const struct implementation *implementation, unsigned edition) {
  for (size_t i = 0; i < implementation->hello.edition_count; i++)
    if (implementation->hello.editions[i] == edition) return true;
  return false;
}
