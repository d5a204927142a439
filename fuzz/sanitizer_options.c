/* What AddressSanitizer does unless ASAN_OPTIONS says otherwise. No memory lives from one input to
 * the next, so that what is freed need only be kept from use while an input lasts: a small
 * quarantine finds as much as the usual 256 MiB, whose pages can take half the time. */
const char *__asan_default_options(void);

const char *__asan_default_options(void) {
  return "quarantine_size_mb=4:malloc_context_size=12";
}
