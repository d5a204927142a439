#include "hc/status_code.h"

#include "edition.h"

/* In which editions an entry of `responses` stands. */
enum presence { ALWAYS, SINCE_3_9, UNTIL_3_12, SINCE_3_13 };

struct entry {
  struct hc_status_code code;
  enum presence presence;
};

/* Ascending by code (MS.20). */
static const struct entry entries[] = {
    {{100, "CONTINUE", "Continue"}, ALWAYS},
    {{101, "SWITCHING_PROTOCOLS", "Switching Protocols"}, ALWAYS},
    {{102, "PROCESSING", "Processing"}, ALWAYS},
    {{103, "EARLY_HINTS", "Early Hints"}, SINCE_3_9},
    {{200, "OK", "OK"}, ALWAYS},
    {{201, "CREATED", "Created"}, ALWAYS},
    {{202, "ACCEPTED", "Accepted"}, ALWAYS},
    {{203, "NON_AUTHORITATIVE_INFORMATION", "Non-Authoritative Information"}, ALWAYS},
    {{204, "NO_CONTENT", "No Content"}, ALWAYS},
    {{205, "RESET_CONTENT", "Reset Content"}, ALWAYS},
    {{206, "PARTIAL_CONTENT", "Partial Content"}, ALWAYS},
    {{207, "MULTI_STATUS", "Multi-Status"}, ALWAYS},
    {{208, "ALREADY_REPORTED", "Already Reported"}, ALWAYS},
    {{226, "IM_USED", "IM Used"}, ALWAYS},
    {{300, "MULTIPLE_CHOICES", "Multiple Choices"}, ALWAYS},
    {{301, "MOVED_PERMANENTLY", "Moved Permanently"}, ALWAYS},
    {{302, "FOUND", "Found"}, ALWAYS},
    {{303, "SEE_OTHER", "See Other"}, ALWAYS},
    {{304, "NOT_MODIFIED", "Not Modified"}, ALWAYS},
    {{305, "USE_PROXY", "Use Proxy"}, ALWAYS},
    {{307, "TEMPORARY_REDIRECT", "Temporary Redirect"}, ALWAYS},
    {{308, "PERMANENT_REDIRECT", "Permanent Redirect"}, ALWAYS},
    {{400, "BAD_REQUEST", "Bad Request"}, ALWAYS},
    {{401, "UNAUTHORIZED", "Unauthorized"}, ALWAYS},
    {{402, "PAYMENT_REQUIRED", "Payment Required"}, ALWAYS},
    {{403, "FORBIDDEN", "Forbidden"}, ALWAYS},
    {{404, "NOT_FOUND", "Not Found"}, ALWAYS},
    {{405, "METHOD_NOT_ALLOWED", "Method Not Allowed"}, ALWAYS},
    {{406, "NOT_ACCEPTABLE", "Not Acceptable"}, ALWAYS},
    {{407, "PROXY_AUTHENTICATION_REQUIRED", "Proxy Authentication Required"}, ALWAYS},
    {{408, "REQUEST_TIMEOUT", "Request Timeout"}, ALWAYS},
    {{409, "CONFLICT", "Conflict"}, ALWAYS},
    {{410, "GONE", "Gone"}, ALWAYS},
    {{411, "LENGTH_REQUIRED", "Length Required"}, ALWAYS},
    {{412, "PRECONDITION_FAILED", "Precondition Failed"}, ALWAYS},
    {{413, "REQUEST_ENTITY_TOO_LARGE", "Request Entity Too Large"}, UNTIL_3_12},
    {{413, "CONTENT_TOO_LARGE", "Content Too Large"}, SINCE_3_13},
    {{414, "REQUEST_URI_TOO_LONG", "Request-URI Too Long"}, UNTIL_3_12},
    {{414, "URI_TOO_LONG", "URI Too Long"}, SINCE_3_13},
    {{415, "UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type"}, ALWAYS},
    {{416, "REQUESTED_RANGE_NOT_SATISFIABLE", "Requested Range Not Satisfiable"}, UNTIL_3_12},
    {{416, "RANGE_NOT_SATISFIABLE", "Range Not Satisfiable"}, SINCE_3_13},
    {{417, "EXPECTATION_FAILED", "Expectation Failed"}, ALWAYS},
    {{418, "IM_A_TEAPOT", "I'm a Teapot"}, SINCE_3_9},
    {{421, "MISDIRECTED_REQUEST", "Misdirected Request"}, ALWAYS},
    {{422, "UNPROCESSABLE_ENTITY", "Unprocessable Entity"}, UNTIL_3_12},
    {{422, "UNPROCESSABLE_CONTENT", "Unprocessable Content"}, SINCE_3_13},
    {{423, "LOCKED", "Locked"}, ALWAYS},
    {{424, "FAILED_DEPENDENCY", "Failed Dependency"}, ALWAYS},
    {{425, "TOO_EARLY", "Too Early"}, SINCE_3_9},
    {{426, "UPGRADE_REQUIRED", "Upgrade Required"}, ALWAYS},
    {{428, "PRECONDITION_REQUIRED", "Precondition Required"}, ALWAYS},
    {{429, "TOO_MANY_REQUESTS", "Too Many Requests"}, ALWAYS},
    {{431, "REQUEST_HEADER_FIELDS_TOO_LARGE", "Request Header Fields Too Large"}, ALWAYS},
    {{451, "UNAVAILABLE_FOR_LEGAL_REASONS", "Unavailable For Legal Reasons"}, ALWAYS},
    {{500, "INTERNAL_SERVER_ERROR", "Internal Server Error"}, ALWAYS},
    {{501, "NOT_IMPLEMENTED", "Not Implemented"}, ALWAYS},
    {{502, "BAD_GATEWAY", "Bad Gateway"}, ALWAYS},
    {{503, "SERVICE_UNAVAILABLE", "Service Unavailable"}, ALWAYS},
    {{504, "GATEWAY_TIMEOUT", "Gateway Timeout"}, ALWAYS},
    {{505, "HTTP_VERSION_NOT_SUPPORTED", "HTTP Version Not Supported"}, ALWAYS},
    {{506, "VARIANT_ALSO_NEGOTIATES", "Variant Also Negotiates"}, ALWAYS},
    {{507, "INSUFFICIENT_STORAGE", "Insufficient Storage"}, ALWAYS},
    {{508, "LOOP_DETECTED", "Loop Detected"}, ALWAYS},
    {{510, "NOT_EXTENDED", "Not Extended"}, ALWAYS},
    {{511, "NETWORK_AUTHENTICATION_REQUIRED", "Network Authentication Required"}, ALWAYS},
};

enum { ENTRY_COUNT = sizeof entries / sizeof entries[0] };

static bool is_present(enum presence presence, const struct hc_traits *traits) {
  switch (presence) {
  case SINCE_3_9: return traits->has_early_hints;
  case UNTIL_3_12: return !traits->has_rfc9110_phrases;
  case SINCE_3_13: return traits->has_rfc9110_phrases;
  case ALWAYS: break;
  }
  return true;
}

const char *hc_responses(enum hc_edition edition, int code) {
  const struct hc_traits *traits = hc_traits_of(edition);
  for (size_t i = 0; i < ENTRY_COUNT; i++) {
    if (entries[i].code.code == code && is_present(entries[i].presence, traits)) {
      return entries[i].code.phrase;
    }
  }
  return NULL;
}

bool hc_status_code_at(enum hc_edition edition, size_t index, struct hc_status_code *entry) {
  const struct hc_traits *traits = hc_traits_of(edition);
  for (size_t i = 0; i < ENTRY_COUNT; i++) {
    if (!is_present(entries[i].presence, traits)) continue;
    if (index-- > 0) continue;
    *entry = entries[i].code;
    return true;
  }
  return false;
}

size_t hc_status_code_count(enum hc_edition edition) {
  struct hc_status_code entry;
  size_t count = 0;
  while (hc_status_code_at(edition, count, &entry))
    count++;
  return count;
}

int hc_status_code_by_name(enum hc_edition edition, struct hc_span name) {
  const struct hc_traits *traits = hc_traits_of(edition);
  for (size_t i = 0; i < ENTRY_COUNT; i++) {
    /* Edition 3.13 keeps the names it replaced as aliases (MS.19). */
    bool usable = entries[i].presence == UNTIL_3_12 || is_present(entries[i].presence, traits);
    if (usable && hc_span_equal(name, hc_str(entries[i].code.name))) return entries[i].code.code;
  }
  return 0;
}
