/* The alerts of TLS by name (RFC 8446, section 6). */
#ifndef PEER_ALERT_H
#define PEER_ALERT_H

#include <stddef.h>

enum { ALERT_CLOSE_NOTIFY = 0, ALERT_NAMES = 28 };

/* alert_names: in order of their codes; alert_codes: of the same index. */
extern const char *const alert_names[ALERT_NAMES];
extern const unsigned char alert_codes[ALERT_NAMES];

/* alert_name: of the alert with |code|; "unknown" for one that has no name. Static. */
const char *alert_name(int code);

#endif
