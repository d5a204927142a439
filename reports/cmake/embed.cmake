# Writes a C source with the report page's template, style and script as byte arrays, and the content security policy that
# allows exactly this style and this script, by their hashes (CSP 3, 2.3.1). Run as a script:
#   cmake -D TEMPLATES=<folder> -D OUTPUT=<file.c> -P embed.cmake

set(base64_digits ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/)

# base64(HEX OUT): the bytes that |hex| stands for, in base 64. Three bytes (six digits) make four characters.
function(base64 hex out)
  set(encoded "")
  string(LENGTH "${hex}" length)
  math(EXPR missing "(6 - ${length} % 6) % 6")
  string(REPEAT 0 ${missing} zeros)
  set(padded "${hex}${zeros}")
  string(LENGTH "${padded}" length)
  math(EXPR last "${length} - 6")
  foreach(start RANGE 0 ${last} 6)
    string(SUBSTRING "${padded}" ${start} 6 group)
    foreach(shift 18 12 6 0)
      math(EXPR digit "(0x${group} >> ${shift}) & 63")
      string(SUBSTRING "${base64_digits}" ${digit} 1 character)
      string(APPEND encoded "${character}")
    endforeach()
  endforeach()
  math(EXPR padding "${missing} / 2")
  string(LENGTH "${encoded}" length)
  math(EXPR kept "${length} - ${padding}")
  string(SUBSTRING "${encoded}" 0 ${kept} encoded)
  string(REPEAT = ${padding} equals)
  set(${out} "${encoded}${equals}" PARENT_SCOPE)
endfunction()

function(csp_hash file out)
  file(SHA256 "${file}" digest)
  base64("${digest}" encoded)
  set(${out} "'sha256-${encoded}'" PARENT_SCOPE)
endfunction()

set(source "/* Made by embed.cmake. */\n#include \"page_parts.h\"\n")

function(embed file name)
  file(READ "${TEMPLATES}/${file}" hex HEX)
  string(REGEX REPLACE "(................................)" "\\1\n  " lines "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${lines}")
  set(source "${source}\nconst char page_${name}[] = {\n  ${bytes}'\\0'};\n" PARENT_SCOPE)
endfunction()

embed(report.html template)
embed(report.css style)
embed(report.js script)

csp_hash("${TEMPLATES}/report.css" style_hash)
csp_hash("${TEMPLATES}/report.js" script_hash)
string(APPEND source "\nconst char page_policy[] =\n    \"default-src 'none'; \"\n    \"style-src ${style_hash}; \"\n"
  "    \"script-src ${script_hash}; \"\n    \"base-uri 'none'; form-action 'none'\";\n")
file(WRITE "${OUTPUT}" "${source}")
