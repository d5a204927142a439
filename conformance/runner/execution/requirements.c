/* What was observed is one of four things, whatever the requirement; the verdict on each
 * requirement follows from that, from the side on which the scenario cites it, and from its
 * keyword. */
#include "execution/requirements.h"

#include <string.h>

#include "text/memory.h"

enum evidence {
  EVIDENCE_NONE,        /* there is no telling what the client would do */
  EVIDENCE_HTTP_CLIENT, /* it did what http.client does */
  EVIDENCE_LEGAL,       /* it did something else, which the page marks as legal */
  EVIDENCE_OTHERWISE,   /* it did something else */
};

static bool begins(const char *text, const char *prefix) {
  return strncmp(text, prefix, strlen(prefix)) == 0;
}

enum rfc_verdict requirement_severity(const struct registry_row *requirement) {
  static const struct {
    const char *keyword;
    enum rfc_verdict verdict;
  } severities[] = {
      {"SHOULD", RFC_WARN}, {"should", RFC_WARN}, {"MAY", RFC_NOTE}, {"ought", RFC_NOTE}};
  const char *keyword = requirement->fields[REQUIREMENT_KEYWORD];
  for (size_t i = 0; i < sizeof severities / sizeof *severities; i++)
    if (begins(keyword, severities[i].keyword)) return severities[i].verdict;
  bool is_received = strcmp(requirement->fields[REQUIREMENT_ROLE], "recipient") == 0;
  return is_received && begins(keyword, "grammar") ? RFC_WARN : RFC_FAIL;
}

static enum evidence evidence_of(const struct slot *slot, bool is_doubtful) {
  enum verdict verdict = slot_verdict(slot);
  if (is_doubtful || slot_is_flaky(slot) || verdict == VERDICT_ERROR) return EVIDENCE_NONE;
  if (verdict == VERDICT_PASS) return EVIDENCE_HTTP_CLIENT;
  return slot_is_legal(slot) ? EVIDENCE_LEGAL : EVIDENCE_OTHERWISE;
}

/* verdict_on: |is_broken| tells that http.client breaks |requirement|. */
static enum rfc_verdict verdict_on(const struct registry_row *requirement, bool is_broken,
                                   enum evidence evidence) {
  switch (evidence) {
  case EVIDENCE_HTTP_CLIENT: return is_broken ? requirement_severity(requirement) : RFC_PASS;
  case EVIDENCE_LEGAL: return RFC_PASS;
  case EVIDENCE_OTHERWISE: return is_broken ? RFC_UNKNOWN : requirement_severity(requirement);
  case EVIDENCE_NONE: break;
  }
  return RFC_UNKNOWN;
}

enum rfc_verdict *requirements_judge(const struct scenario *scenario, const struct slot *slot,
                                     bool is_doubtful) {
  const struct citations *meets = &scenario->meets, *breaks = &scenario->breaks;
  size_t count = meets->count + breaks->count;
  if (!count || slot_verdict(slot) == VERDICT_INAPPLICABLE) return NULL;
  enum evidence evidence = evidence_of(slot, is_doubtful);
  enum rfc_verdict *verdicts = memory_array(count, sizeof *verdicts);
  for (size_t i = 0; i < meets->count; i++)
    verdicts[i] = verdict_on(meets->rows[i], false, evidence);
  for (size_t i = 0; i < breaks->count; i++)
    verdicts[meets->count + i] = verdict_on(breaks->rows[i], true, evidence);
  return verdicts;
}
