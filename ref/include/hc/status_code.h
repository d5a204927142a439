/* hc/status_code.h — the status codes that http.client names. */
#ifndef HC_STATUS_CODE_H
#define HC_STATUS_CODE_H

#include "hc/edition.h"

#ifdef __cplusplus
extern "C" {
#endif

/* const.HTTP_PORT, const.HTTPS_PORT. */
enum { HC_HTTP_PORT = 80, HC_HTTPS_PORT = 443 };

/* hc_status_code is one entry of http.client.responses in one edition. */
struct hc_status_code {
  int code;
  const char *name;   /* the constant, e.g. "NOT_FOUND" */
  const char *phrase; /* e.g. "Not Found" */
};

/* hc_responses returns the phrase of `code` (static), or NULL if the edition's `responses` has no
 * such key (const.responses; MS.15-MS.20). */
const char *hc_responses(enum hc_edition edition, int code);

/* hc_status_code_count returns len(responses): 59 in edition 3.8, then 62 (MS.16, MS.17). */
size_t hc_status_code_count(enum hc_edition edition);

/* hc_status_code_at gives entry `index`, ascending by code. Returns false past the end. */
bool hc_status_code_at(enum hc_edition edition, size_t index, struct hc_status_code *entry);

/* hc_status_code_by_name finds the module constant `name`, old names that an edition keeps as
 * aliases included (MS.19, const.status-constants). Returns the code, or 0 if there is none. */
int hc_status_code_by_name(enum hc_edition edition, struct hc_span name);

#ifdef __cplusplus
}
#endif
#endif
