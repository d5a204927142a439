/* Reads what stands behind the words of statements about TLS. Errors leave a STATEMENT_UNKNOWN
 * behind, as all errors of a line do. */
#ifndef PEER_SCRIPT_TLS_H
#define PEER_SCRIPT_TLS_H

#include "script_parser.h"

/* script_read_tls: the options of tls. */
void script_read_tls(struct parser *parser, struct statement *statement);

/* script_read_expected_name: a name, or none, of "expect sni". */
void script_read_expected_name(struct parser *parser, struct statement *statement);

/* script_read_expected_certificate: as a name, behind the word certificate, of "expect client". */
void script_read_expected_certificate(struct parser *parser, struct statement *statement);

/* script_read_expected_protocols: names, or none, of "expect alpn". */
void script_read_expected_protocols(struct parser *parser, struct statement *statement);

/* script_read_expected_tls: a version, or failure, of "expect tls". */
void script_read_expected_tls(struct parser *parser, struct statement *statement);

/* script_read_session: resumed or new, of "expect session". */
void script_read_session(struct parser *parser, struct statement *statement);

/* script_read_expected_keys: updated, of "expect keys". */
void script_read_expected_keys(struct parser *parser, struct statement *statement);

/* script_read_hello: what is offered, with, without or first, and patterns, of "expect hello". */
void script_read_hello(struct parser *parser, struct statement *statement);

/* script_read_sending: the word behind send, and what it asks for but bytes. */
void script_read_sending(struct parser *parser, struct statement *statement);

/* script_read_request: the words behind request. script_read_update: behind update. */
void script_read_request(struct parser *parser, struct statement *statement);
void script_read_update(struct parser *parser, struct statement *statement);

/* script_read_ending: nothing, or "without close_notify", behind fin, close and expect fin. */
void script_read_ending(struct parser *parser, struct statement *statement);

/* script_read_alert: the name of an alert. */
void script_read_alert(struct parser *parser, struct statement *statement);

#endif
