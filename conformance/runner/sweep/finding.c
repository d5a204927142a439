#include "sweep/finding.h"

#include <stdlib.h>
#include <string.h>

#include "execution/shell_quote.h"
#include "execution/transcript.h"
#include "sweep/shrink.h"
#include "sweep/sweep.h"
#include "text/memory.h"

enum { SHRINK_BUDGET = 400 };

static void print_kind(FILE *out, json_t *outcome) {
  const char *type = json_string_value(json_object_get(json_object_get(outcome, "raises"), "type"));
  fprintf(out, "|%s", type ? type : json_object_get(outcome, "value") ? "value" : "none");
}

char *finding_signature(const struct encounter *encounter, const struct session *session) {
  const struct difference difference = encounter->difference;
  char *text;
  size_t length;
  FILE *out = memory_stream(&text, &length);
  fprintf(out, "%d", difference.kind);
  if (difference.kind == DIFFERENCE_STEP) {
    json_t *step = json_array_get(session->steps, difference.number);
    const char *call = json_string_value(json_object_get(step, "call"));
    fprintf(out, "|%s", call ? call : "");
    print_kind(out, json_array_get(encounter->traces.subject.outcomes, difference.number));
    print_kind(out, json_array_get(encounter->traces.oracle.outcomes, difference.number));
  }
  fclose(out);
  return text;
}

/* What makes a smaller draft worth keeping: a difference of the same kind. */
struct hunt {
  struct ground *ground;
  const struct pair *pair;
  const char *signature;
};

static bool has_same_difference(const struct draft *draft, void *payload) {
  const struct hunt *hunt = payload;
  struct take take;
  if (!draft_take(draft, &take)) return false;
  struct encounter encounter = encounter_judge(hunt->ground, hunt->pair, &take);
  char *signature = finding_signature(&encounter, take.session);
  bool is_same = encounter.fate == FATE_UNEXPLAINED && strcmp(signature, hunt->signature) == 0;
  free(signature);
  encounter_clear(&encounter);
  take_clear(&take);
  return is_same;
}

static void print_command(FILE *out, const struct sweep_settings *settings,
                          const struct visit *visit) {
  const struct reproduction *reproduction = settings->reproduction;
  const struct column *columns = settings->territory->plan->columns;
  char name[MUTATION_NAME_SIZE];
  mutation_name(&visit->mutation, name);
  shell_quote(out, reproduction->program);
  fputs(" sweep --case ", out);
  shell_quote(out, visit->target->item->test_case->id);
  fprintf(out, " --mutation '%zu:%s'", visit->target->number, name);
  enum peer_transport transport = visit->target->item->variant.transport;
  if (transport) fprintf(out, " --transport %s", transport_name(transport));
  for (size_t i = 0; i < reproduction->page_count; i++) {
    fputs(" --pages ", out);
    shell_quote(out, reproduction->pages[i]);
  }
  if (reproduction->spec) {
    fputs(" --spec ", out);
    shell_quote(out, reproduction->spec);
  }
  fprintf(out, " --edition %s %s %s\n", edition_name(columns[visit->pair->subject].edition),
          columns[visit->pair->subject].implementation->option,
          columns[visit->pair->oracles[0]].implementation->option);
}

/* Where a finding comes from: the heading of its scenario, and its statement. */
static char *origin_title(const struct visit *visit) {
  char name[MUTATION_NAME_SIZE];
  mutation_name(&visit->mutation, name);
  return memory_printf("Found by a sweep, %s", name);
}

static char *origin_statement(const struct visit *visit, const struct column *subject,
                              const char *sentence) {
  return memory_printf("Of %s, response %zu; %s %s: %s.", visit->target->item->test_case->id,
                       visit->target->number, subject->implementation->name,
                       edition_name(subject->edition), sentence);
}

/* print_finding: the page first, then both traces of |encounter|, and the command that shows it
 * again. */
static void print_finding(const struct sweep_settings *settings, const struct visit *visit,
                          const struct draft *draft, const struct take *take,
                          const struct encounter *encounter, FILE *out) {
  const struct column *subject = &settings->territory->plan->columns[visit->pair->subject];
  char *sentence = difference_sentence(encounter->difference, take->session);
  char *title = origin_title(visit), *statement = origin_statement(visit, subject, sentence);
  draft_print_page(draft, take, title, statement, &encounter->traces.oracle, out);
  const struct trace shown[] = {{subject->implementation->name, &encounter->traces.subject},
                                {"oracle", &encounter->traces.oracle}};
  fputs("\n", out);
  transcript_print(take->session, shown, 2, out);
  fputs("\nreproduce  ", out);
  print_command(out, settings, visit);
  free(title);
  free(statement);
  free(sentence);
}

/* print_smaller: |draft|, which was shrunk, played once more; false when it does not differ this
 * time, or cannot be played by itself. */
static bool print_smaller(struct ground *ground, const struct visit *visit,
                          const struct draft *draft, FILE *out) {
  struct take take;
  if (!draft_take(draft, &take)) return false;
  struct encounter encounter = encounter_play(ground, visit->pair, &take);
  bool differs = encounter.fate != FATE_SAME;
  if (differs) print_finding(ground->settings, visit, draft, &take, &encounter, out);
  encounter_clear(&encounter);
  take_clear(&take);
  return differs;
}

char *finding_report(struct ground *ground, const struct visit *visit, const struct draft *draft,
                     const struct take *take, const struct encounter *encounter) {
  char *text, *signature = finding_signature(encounter, take->session);
  size_t length;
  struct hunt hunt = {ground, visit->pair, signature};
  struct draft smaller = draft_copy(draft);
  shrink(&smaller, has_same_difference, &hunt, SHRINK_BUDGET);
  FILE *out = memory_stream(&text, &length);
  if (!print_smaller(ground, visit, &smaller, out))
    print_finding(ground->settings, visit, draft, take, encounter, out);
  fclose(out);
  draft_clear(&smaller);
  free(signature);
  return text;
}

char *finding_doubt(const struct sweep_settings *settings, const struct visit *visit,
                    const struct encounter *encounter, const struct session *session) {
  char *text, *sentence = difference_sentence(encounter->difference, session);
  size_t length;
  FILE *out = memory_stream(&text, &length);
  fprintf(out, "unsteady: %s\n  ", sentence);
  print_command(out, settings, visit);
  fclose(out);
  free(sentence);
  return text;
}
