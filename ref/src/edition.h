/* What differs between the editions, in one table.
 *
 * A row equals the newest patch of its release unless a comment says that a patch newer than the
 * interpreters we compare with (3.8.18, 3.9.18, 3.10.13, 3.11.7, 3.12.1, 3.13.0) changed a trait;
 * then the row has what those interpreters do, and the comment says which patch changes it. Edition
 * 3.14 is as 3.14.6. */
#ifndef EDITION_H
#define EDITION_H

#include "hc/edition.h"
#include "hc/error.h"

/* What read(amt) does with a negative amount. */
enum hc_negative_read {
  HC_NEGATIVE_READ_FAILS, /* ValueError (RD.08) */
  HC_NEGATIVE_READ_RAW,   /* -1 reads the stream to its end, unframed; below, ValueError (RD.09) */
  HC_NEGATIVE_READ_ALL    /* as no amount (RD.10) */
};

struct hc_traits {
  enum hc_edition edition;
  const char *name;
  /* A timeout's class: socket.timeout until it became TimeoutError (TO.01). */
  enum hc_kind timeout_kind;
  /* A timeout that is too large is told as no time of the platform's, and not as no time of
   * Python's own (HP.19). */
  bool tells_platform_time;
  /* A header's name that is neither text nor bytes is told with its type (PH.02). */
  bool tells_wrong_type;
  enum hc_negative_read negative_read;
  /* A negative chunk size holds no data, instead of reading to the end of the stream or failing
   * (CK.10, CK.11). */
  bool negative_chunk_is_empty;
  /* A declared size beyond memory is read piece by piece up to IncompleteRead, instead of being
   * allocated (RD.14, RD.15, CK.12, CK.13). */
  bool huge_size_grows;
  /* read1() and readline() close the response when the declared length is used up (R1.05). */
  bool line_reads_close;
  /* A chunked read's IncompleteRead names the inner one as its cause (RD.12). */
  bool incomplete_read_has_cause;
  /* A field value's leading CR and LF are stripped, not only SP and TAB (HD.11, HD.12). */
  bool strips_leading_fold;
  /* Brackets around the host are removed also when the port is given (HP.11, HP.12), and the Host
   * value is bracketed only if it is not yet (HO.08, HO.09). */
  bool brackets_once;
  /* A zone id is removed from the Host value (HO.10-HO.14). */
  bool removes_zone;
  /* urlsplit() wants an IP address in brackets (HO.15). */
  bool checks_bracketed_host;
  /* It wants nothing beside brackets but a port (CVE-2025-0938). */
  bool checks_place_of_brackets;
  /* An error of the idna codec is the cause of one that names the codec (HO.05). */
  bool codec_error_is_wrapped;
  /* The idna codec raises UnicodeEncodeError with a position, not UnicodeError (HO.05). */
  bool idna_error_has_position;
  /* Major version of the interpreter's Unicode, by which a host's letters become small (HO.05). */
  unsigned unicode_version;
  /* ENOPROTOOPT from TCP_NODELAY is ignored (CN.02, CN.03). */
  bool nodelay_is_optional;
  /* responses has 103, 418 and 425 (MS.16, MS.17). */
  bool has_early_hints;
  /* The phrases and names of RFC 9110 for 413, 414, 416 and 422 (MS.18, MS.19). */
  bool has_rfc9110_phrases;
  /* CONNECT goes out line by line (TU.05). */
  bool connect_in_parts;
  /* CONNECT has the connection's own version, a Host field, and its host in IDNA; the fields of the
   * answer are limited in number, and kept (TU.04, TU.07, TU.15, TU.16). */
  bool connect_is_modern;
  /* "a real number", not "a number", is what %d wants (TU.12). */
  bool wants_real_number;
  /* http.client.connect and http.client.send are audited (AU.01-AU.03). */
  bool has_audit_events;
  /* A port beyond 64 bits is looked up, and not found, instead of being refused (CN.14). */
  bool looks_up_any_port;
  /* Debug output tells a file that is sent from one that is read for a body (DB.06, DB.07). */
  bool tells_readables_apart;
  /* Interim responses, and trailer lines, are limited in number (IR.06, CK.08). */
  bool limits_lines;
  /* A tunnel's host and fields that could end a line are refused, and what is no text (TU.11). */
  bool checks_tunnel;
  /* A field that is added to a message has a name by RFC 5322 (HA.12). */
  bool checks_added_names;
};

/* hc_traits_of returns the row of `edition` (static). */
const struct hc_traits *hc_traits_of(enum hc_edition edition);

#endif
