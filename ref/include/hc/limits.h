/* hc/limits.h — every limit of the library, in one list. */
#ifndef HC_LIMITS_H
#define HC_LIMITS_H

enum hc_limit {
  /* Bytes of a status line, field line, chunk-size line or trailer line, line end included
   * (SL.01, HL.01, CK.01, CK.06). */
  HC_LIMIT_LINE = 65536,
  /* Lines of a field section, the blank line that ends it included (HL.03), and of a trailer
   * section without it (CK.08). */
  HC_LIMIT_HEADER_LINES = 100,
  /* Heads of interim responses, and of the one behind them (IR.06). */
  HC_LIMIT_INTERIM_RESPONSES = 100,
  /* Digits of a decimal number, leading zeros included (CVE-2020-10735; SL.07, FR.03). */
  HC_LIMIT_DECIMAL_DIGITS = 4300,
  /* Bytes a response's reader takes ahead (KA.01): the buffer size of CPython's sockets. */
  HC_READ_BUFFER_SIZE = 8192,
  /* Default block, in bytes, in which a file body is read (HTTPConnection.blocksize.param). */
  HC_DEFAULT_BLOCKSIZE = 8192,
  /* Bytes of a header block that is being put together by one request. */
  HC_LIMIT_REQUEST_HEAD = 64 * 1024 * 1024,
  /* First allocation, in bytes, for a body whose declared length is larger: a peer's number alone
   * costs no memory (CVE-2025-13836; RD.15). */
  HC_FIRST_BODY_BLOCK = 64 * 1024,
  /* Once more has arrived, how many times as much as there is may be allocated for the rest. */
  HC_BODY_GROWTH = 64,
  /* Bytes that read1() asks of a transport at most, as one read seldom gives more. */
  HC_READ1_BLOCK = 1024 * 1024,
  /* Bytes of a host name given to the IDNA conversion; the longest ACE form is far shorter. */
  HC_LIMIT_HOST = 65536,
  /* Bytes of a file name, and of a list of ciphers, given to OpenSSL. */
  HC_LIMIT_PATH = 65536,
  /* Bytes of a list of ALPN protocols (RFC 7301 section 3.1). */
  HC_LIMIT_ALPN_LIST = 65535
};

#endif
