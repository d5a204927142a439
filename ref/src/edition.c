#include "edition.h"

static const struct hc_traits table[] = {
    {
        .edition = HC_EDITION_3_8,
        .name = "3.8",
        .unicode_version = 12,
        .codec_error_is_wrapped = true,
        .timeout_kind = HC_SOCKET_TIMEOUT,
        .negative_read = HC_NEGATIVE_READ_FAILS,
        .connect_in_parts = true,
    },
    {
        .edition = HC_EDITION_3_9,
        .name = "3.9",
        .unicode_version = 13,
        .codec_error_is_wrapped = true,
        .timeout_kind = HC_SOCKET_TIMEOUT,
        .negative_read = HC_NEGATIVE_READ_FAILS,
        .negative_chunk_is_empty = true,
        .huge_size_grows = true,
        .nodelay_is_optional = true,
        .has_early_hints = true,
    },
    {
        .edition = HC_EDITION_3_10,
        .name = "3.10",
        .unicode_version = 13,
        .codec_error_is_wrapped = true,
        .timeout_kind = HC_TIMEOUT_ERROR,
        .negative_read = HC_NEGATIVE_READ_RAW,
        .huge_size_grows = true, /* since the patches for CVE-2025-13836 */
        .nodelay_is_optional = true,
        .has_early_hints = true,
        .wants_real_number = true,
        .has_audit_events = true,
    },
    {
        .edition = HC_EDITION_3_11,
        .name = "3.11",
        .unicode_version = 14,
        .codec_error_is_wrapped = true,
        .timeout_kind = HC_TIMEOUT_ERROR,
        .tells_platform_time = true,
        .tells_wrong_type = true,
        .negative_read = HC_NEGATIVE_READ_RAW,
        .huge_size_grows = true,   /* since the patches for CVE-2025-13836 */
        .line_reads_close = false, /* true since 3.11.8 */
        .incomplete_read_has_cause = true,
        .brackets_once = false, /* true since 3.11.9 */
        .removes_zone = true,
        .checks_bracketed_host = true,
        .nodelay_is_optional = true,
        .has_early_hints = true,
        .wants_real_number = true,
        .has_audit_events = true,
        .tells_readables_apart = true,
    },
    {
        .edition = HC_EDITION_3_12,
        .name = "3.12",
        .unicode_version = 15,
        .timeout_kind = HC_TIMEOUT_ERROR,
        .tells_platform_time = true,
        .tells_wrong_type = true,
        .negative_read = HC_NEGATIVE_READ_RAW, /* HC_NEGATIVE_READ_ALL since 3.12.9 */
        .huge_size_grows = true,               /* since the patches for CVE-2025-13836 */
        .line_reads_close = false,             /* true since 3.12.2 */
        .incomplete_read_has_cause = true,
        .strips_leading_fold = false, /* true since 3.12.8 */
        .brackets_once = false,       /* true since 3.12.3 */
        .removes_zone = true,
        .checks_bracketed_host = true,
        .nodelay_is_optional = true,
        .has_early_hints = true,
        .connect_is_modern = true,
        .wants_real_number = true,
        .has_audit_events = true,
        .looks_up_any_port = true,
        .tells_readables_apart = true,
    },
    {
        .edition = HC_EDITION_3_13,
        .name = "3.13",
        .unicode_version = 15,
        .timeout_kind = HC_TIMEOUT_ERROR,
        .tells_platform_time = true,
        .tells_wrong_type = true,
        .negative_read = HC_NEGATIVE_READ_RAW, /* HC_NEGATIVE_READ_ALL since 3.13.2 */
        .huge_size_grows = true,               /* since 3.13.11 */
        .line_reads_close = true,
        .incomplete_read_has_cause = true,
        .strips_leading_fold = false, /* true since 3.13.1 */
        .brackets_once = true,
        .removes_zone = true,
        .checks_bracketed_host = true,
        .checks_place_of_brackets = false, /* true since 3.13.2, and late patches of 3.9 to 3.12 */
        .idna_error_has_position = true,
        .nodelay_is_optional = true,
        .has_early_hints = true,
        .has_rfc9110_phrases = true,
        .connect_is_modern = true,
        .wants_real_number = true,
        .has_audit_events = true,
        .looks_up_any_port = true,
        .tells_readables_apart = true,
        .limits_lines = false,  /* true since patches of 2026, as from 3.10 on */
        .checks_tunnel = false, /* likewise */
    },
    {
        .edition = HC_EDITION_3_14,
        .name = "3.14",
        .unicode_version = 16,
        .timeout_kind = HC_TIMEOUT_ERROR,
        .tells_platform_time = true,
        .tells_wrong_type = true,
        .negative_read = HC_NEGATIVE_READ_ALL,
        .huge_size_grows = true, /* since 3.14.2 */
        .line_reads_close = true,
        .incomplete_read_has_cause = true,
        .strips_leading_fold = true,
        .brackets_once = true,
        .removes_zone = true,
        .checks_bracketed_host = true,
        .checks_place_of_brackets = true,
        .idna_error_has_position = true,
        .nodelay_is_optional = true,
        .has_early_hints = true,
        .has_rfc9110_phrases = true,
        .connect_is_modern = true,
        .wants_real_number = true,
        .has_audit_events = true,
        .looks_up_any_port = true,
        .tells_readables_apart = true,
        .limits_lines = true,  /* since 3.14.6 */
        .checks_tunnel = true, /* since 3.14.5 */
        .checks_added_names = true,
    },
};

enum { EDITION_COUNT = sizeof table / sizeof table[0] };

const struct hc_traits *hc_traits_of(enum hc_edition edition) {
  size_t index = (size_t)edition - HC_EDITION_3_8; /* editions are numbered without a gap */
  return &table[index < EDITION_COUNT ? index : EDITION_COUNT - 1];
}

enum hc_edition hc_edition_resolve(enum hc_edition edition) {
  return hc_traits_of(edition)->edition;
}

const char *hc_edition_name(enum hc_edition edition) {
  const struct hc_traits *traits = hc_traits_of(edition);
  return edition == HC_EDITION_NEWEST || edition == traits->edition ? traits->name : NULL;
}

bool hc_edition_from_name(struct hc_span name, enum hc_edition *edition) {
  if (hc_span_equal(name, hc_str("newest"))) {
    *edition = HC_EDITION_NEWEST;
    return true;
  }
  for (size_t i = 0; i < EDITION_COUNT; i++) {
    if (!hc_span_equal(name, hc_str(table[i].name))) continue;
    *edition = table[i].edition;
    return true;
  }
  return false;
}
