/* One place a column; those that were not played for this item are empty. */
#include "execution/comparing.h"

#include <stdlib.h>

#include "execution/difference.h"
#include "execution/transcript.h"
#include "text/memory.h"

struct kept {
  bool is_played;
  enum verdict verdict;
  struct observation observation;
};

struct comparing {
  const struct plan *plan;
  struct kept kept[]; /* one a column */
};

struct comparing *comparing_new(const struct plan *plan) {
  struct comparing *comparing =
      memory_array(1, sizeof *comparing + plan->column_count * sizeof *comparing->kept);
  comparing->plan = plan;
  return comparing;
}

void comparing_forget(struct comparing *comparing) {
  for (size_t i = 0; i < comparing->plan->column_count; i++) {
    observation_clear(&comparing->kept[i].observation);
    comparing->kept[i] = (struct kept){0};
  }
}

void comparing_free(struct comparing *comparing) {
  if (!comparing) return;
  comparing_forget(comparing);
  free(comparing);
}

void comparing_keep(struct comparing *comparing, const struct column *column, enum verdict verdict,
                    struct observation *observation) {
  struct kept *kept = &comparing->kept[column - comparing->plan->columns];
  observation_clear(&kept->observation);
  *kept = (struct kept){true, verdict, *observation};
  *observation = (struct observation){0};
}

/* is_comparable: what deviates as registered is explained. */
static bool is_comparable(const struct kept *kept) {
  return kept->is_played && kept->verdict != VERDICT_DEVIATION;
}

static char *label_of(const struct column *column) {
  return memory_printf("%s %s", column->implementation->name, edition_name(column->edition));
}

static char *traces_of(const struct comparing *comparing, const struct session *session,
                       size_t subject, size_t oracle) {
  const struct plan *plan = comparing->plan;
  char *labels[] = {label_of(&plan->columns[subject]), label_of(&plan->columns[oracle])};
  const struct trace traces[] = {{labels[0], &comparing->kept[subject].observation},
                                 {labels[1], &comparing->kept[oracle].observation}};
  char *text;
  size_t length;
  FILE *out = memory_stream(&text, &length);
  transcript_print(session, traces, 2, out);
  fclose(out);
  free(labels[0]);
  free(labels[1]);
  return text;
}

struct difference_scope comparing_scope(const struct comparing *comparing,
                                        const struct plan_item *item, size_t subject) {
  return (struct difference_scope){.session = item->test_case->session,
                                   .edition = comparing->plan->columns[subject].edition,
                                   .is_cut = item->variant.delivery != PEER_DELIVERY_WHOLE};
}

/* contrast_with: when |subject| differs from |oracle|, says so in |contrast|, unless it is said. */
static bool contrast_with(const struct comparing *comparing, const struct plan_item *item,
                          size_t subject, size_t oracle, struct contrast *contrast) {
  const struct session *session = item->test_case->session;
  const struct difference_scope scope = comparing_scope(comparing, item, subject);
  struct difference difference = difference_find(&scope, &comparing->kept[subject].observation,
                                                 &comparing->kept[oracle].observation);
  if (difference.kind == DIFFERENCE_NONE) return false;
  contrast_clear(contrast);
  contrast->sentence = difference_sentence(difference, session);
  contrast->traces = traces_of(comparing, session, subject, oracle);
  contrast->oracle = oracle;
  return true;
}

bool comparing_contrast(const struct comparing *comparing, const struct plan_item *item,
                        size_t column, struct contrast *contrast) {
  const struct plan *plan = comparing->plan;
  *contrast = (struct contrast){0};
  if (plan->columns[column].implementation->role != ROLE_SUBJECT) return false;
  if (!is_comparable(&comparing->kept[column])) return false;
  for (size_t i = 0; i < plan->column_count; i++) {
    if (plan->columns[i].implementation->role != ROLE_ORACLE) continue;
    if (plan->columns[i].edition != plan->columns[column].edition) continue;
    if (!is_comparable(&comparing->kept[i])) continue;
    if (contrast_with(comparing, item, column, i, contrast)) continue;
    contrast_clear(contrast);
    return false;
  }
  return contrast->sentence != NULL;
}
