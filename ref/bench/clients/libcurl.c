/* libcurl's easy interface, one handle for the whole run.
 *
 * libcurl pushes the body to a callback from a buffer of its own, so where the caller's buffer has
 * a size, CURLOPT_BUFFERSIZE is set to it, as far as libcurl allows. It has no call that returns
 * a given amount of a response, so it takes no part in small reads. */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client.h"

/* A body put together in memory, for BENCH_ALL. */
struct memory {
  char *bytes;
  size_t size;
  size_t capacity;
};

struct run {
  CURL *easy;
  const struct bench_workload *workload;
  struct bench_tally *tally;
  struct memory body;
};

static const char *version(void) {
  static char text[64];
  const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
  snprintf(text, sizeof text, "libcurl %s, %s", info->version,
           info->ssl_version != NULL ? info->ssl_version : "no TLS");
  return text;
}

static bool can(const struct bench_workload *workload) {
  bool has_tls = (curl_version_info(CURLVERSION_NOW)->features & CURL_VERSION_SSL) != 0;
  if (workload->scheme == BENCH_HTTPS && !has_tls) return false;
  if (workload->reading == BENCH_HEAD) return false;
  return workload->reading != BENCH_AMOUNT || workload->amount >= CURL_MAX_WRITE_SIZE;
}

static bool append(struct memory *body, const char *bytes, size_t size) {
  if (size > body->capacity - body->size) {
    size_t capacity = 2 * (body->size + size);
    char *grown = realloc(body->bytes, capacity);
    if (grown == NULL) return false;
    body->bytes = grown;
    body->capacity = capacity;
  }
  memcpy(body->bytes + body->size, bytes, size);
  body->size += size;
  return true;
}

static size_t take(char *bytes, size_t one, size_t size, void *opaque) {
  struct run *run = opaque;
  (void)one;
  if (run->workload->reading == BENCH_ALL && !append(&run->body, bytes, size)) return 0;
  bench_tally_take(run->tally, bytes, size);
  return size;
}

static bool exchange(void *opaque, struct bench_tally *tally) {
  struct run *run = opaque;
  run->tally = tally;
  CURLcode code = curl_easy_perform(run->easy);
  free(run->body.bytes);
  run->body = (struct memory){0};
  return code == CURLE_OK || bench_complain("curl_easy_perform", curl_easy_strerror(code));
}

/* One certificate is trusted, a session is never resumed, and HTTP/2 is not offered. */
static bool configure_tls(CURL *easy, const char *certificate) {
  return curl_easy_setopt(easy, CURLOPT_CAINFO, certificate) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_CAPATH, NULL) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_SSL_SESSIONID_CACHE, 0L) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1) == CURLE_OK;
}

static bool configure(struct run *run, const struct bench_task *task) {
  bool https = task->workload->scheme == BENCH_HTTPS;
  char url[512];
  snprintf(url, sizeof url, "%s://%s:%u%s", https ? "https" : "http", task->host, task->port,
           task->workload->path);
  bool set = curl_easy_setopt(run->easy, CURLOPT_URL, url) == CURLE_OK &&
             curl_easy_setopt(run->easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
             curl_easy_setopt(run->easy, CURLOPT_FAILONERROR, 1L) == CURLE_OK &&
             curl_easy_setopt(run->easy, CURLOPT_PROXY, "") == CURLE_OK &&
             curl_easy_setopt(run->easy, CURLOPT_WRITEFUNCTION, take) == CURLE_OK &&
             curl_easy_setopt(run->easy, CURLOPT_WRITEDATA, run) == CURLE_OK;
  if (set && https) set = configure_tls(run->easy, task->certificate);
  if (set && task->workload->connection == BENCH_NEW)
    set = curl_easy_setopt(run->easy, CURLOPT_FORBID_REUSE, 1L) == CURLE_OK;
  if (set && task->workload->amount > 0)
    set = curl_easy_setopt(run->easy, CURLOPT_BUFFERSIZE, (long)task->workload->amount) == CURLE_OK;
  return set || bench_complain("curl_easy_setopt", "an option was refused");
}

static void finish(void *opaque) {
  struct run *run = opaque;
  curl_easy_cleanup(run->easy);
  curl_global_cleanup();
  free(run);
}

static void *start(const struct bench_task *task) {
  struct run *run = calloc(1, sizeof *run);
  if (run == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    free(run);
    return NULL;
  }
  run->workload = task->workload;
  run->easy = curl_easy_init();
  if (run->easy != NULL && configure(run, task)) return run;
  finish(run);
  return NULL;
}

const struct bench_client bench_client = {"libcurl", version, can, start, exchange, finish};
