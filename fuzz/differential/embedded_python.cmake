# Finds the CPython that the differential targets embed: HCSPEC_FUZZ_PYTHON, or the system's where that is empty. Then embedded_python is
# its path, and embedded_python_library and embedded_python_include are set; without one, why_no_embedded_python says what is missing. One
# that was named and cannot be embedded is an error. Makes no target, so that `cmake -P` can run it.
set(HCSPEC_FUZZ_PYTHON "" CACHE FILEPATH
  "The CPython that the differential fuzz targets embed, with its libpython and headers; empty: the system's, OFF: none")

# Sets embedded_python_library and embedded_python_include of the interpreter, or why_no_embedded_python.
function(hcspec_ask_embedded_python interpreter)
  set(query "import sysconfig as s; g = s.get_config_var; print(s.get_path('include'), g('LIBDIR'), g('LDVERSION'), sep='|', end='')")
  execute_process(COMMAND "${interpreter}" -I -c "${query}" OUTPUT_VARIABLE answer RESULT_VARIABLE failed ERROR_QUIET)
  string(REPLACE "|" ";" answer "${answer}")
  list(LENGTH answer parts)
  if(failed OR NOT parts EQUAL 3)
    set(why_no_embedded_python "it does not run as a Python" PARENT_SCOPE)
    return()
  endif()
  list(POP_FRONT answer include folder ld_version)
  file(GLOB library "${folder}/libpython${ld_version}.so" "${folder}/*/libpython${ld_version}.so")
  if(NOT library)
    set(why_no_embedded_python "there is no libpython${ld_version}.so in ${folder}" PARENT_SCOPE)
  elseif(NOT EXISTS "${include}/Python.h")
    set(why_no_embedded_python "there is no Python.h in ${include}" PARENT_SCOPE)
  else()
    list(GET library 0 library)
    set(embedded_python_library "${library}" PARENT_SCOPE)
    set(embedded_python_include "${include}" PARENT_SCOPE)
  endif()
endfunction()

set(why_no_embedded_python "")
unset(embedded_python)
if(HCSPEC_FUZZ_PYTHON)
  set(embedded_python "${HCSPEC_FUZZ_PYTHON}")
elseif(HCSPEC_FUZZ_PYTHON STREQUAL "")
  find_program(embedded_python NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH NO_CACHE)
  find_program(embedded_python NAMES python3 NO_CACHE)
else()
  set(why_no_embedded_python "HCSPEC_FUZZ_PYTHON is ${HCSPEC_FUZZ_PYTHON}")
  return()
endif()

if(embedded_python)
  hcspec_ask_embedded_python("${embedded_python}")
else()
  set(why_no_embedded_python "it is not there")
endif()
if(why_no_embedded_python AND HCSPEC_FUZZ_PYTHON)
  message(FATAL_ERROR "HCSPEC_FUZZ_PYTHON: ${HCSPEC_FUZZ_PYTHON} cannot be embedded: ${why_no_embedded_python}. "
    "Name another CPython, or install this one's libpython and headers (Debian: apt install python3-dev; "
    "pyenv: PYTHON_CONFIGURE_OPTS=--enable-shared pyenv install VERSION); "
    "-DHCSPEC_FUZZ_PYTHON= takes the system's, -DHCSPEC_FUZZ_PYTHON=OFF none.")
elseif(why_no_embedded_python)
  set(why_no_embedded_python "the system's python3 cannot be embedded: ${why_no_embedded_python} (Debian: apt install python3-dev)")
endif()
