/* Only options that differ from their defaults are written, so that the line stays short. */
#include "execution/reproduction.h"

#include <inttypes.h>
#include <stdlib.h>

#include "execution/shell_quote.h"
#include "text/memory.h"

static void write_option(FILE *out, const char *option, const char *argument) {
  fprintf(out, " %s ", option);
  shell_quote(out, argument);
}

static void write_case(FILE *out, const struct plan_item *item) {
  char *pattern = memory_printf("%s@%s", item->test_case->id, variant_name(item->variant));
  write_option(out, "--case", pattern);
  free(pattern);
}

static void write_sources(FILE *out, const struct reproduction *reproduction) {
  for (size_t i = 0; i < reproduction->page_count; i++)
    write_option(out, "--pages", reproduction->pages[i]);
  if (reproduction->spec) write_option(out, "--spec", reproduction->spec);
}

char *reproduction_command(const struct reproduction *reproduction, const struct plan_item *item,
                           const struct column *column, const struct implementation *oracle) {
  char *text;
  size_t length;
  FILE *out = memory_stream(&text, &length);
  shell_quote(out, reproduction->program);
  fputs(" run", out);
  write_case(out, item);
  fprintf(out, " --edition %s --seed %" PRIu64, edition_name(column->edition), reproduction->seed);
  if (reproduction->deadline > 0) fprintf(out, " --deadline %g", reproduction->deadline);
  if (reproduction->is_differential) fputs(" --differential", out);
  write_sources(out, reproduction);
  fprintf(out, " %s", column->implementation->option);
  if (oracle)
    fprintf(out, " %s", oracle->option);
  else if (column->implementation->role == ROLE_SUBJECT)
    fputs(" --no-oracle", out);
  fclose(out);
  return text;
}
