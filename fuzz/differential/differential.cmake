# The differential targets: the reference client and http.client of a CPython in the same process. They need an interpreter that can be
# embedded (libpython and its headers): the system's unless HCSPEC_FUZZ_PYTHON names another.
find_program(HCSPEC_FUZZ_PYTHON NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH
  DOC "The CPython that the differential fuzz targets embed: an interpreter with its libpython and headers")
find_program(HCSPEC_FUZZ_PYTHON NAMES python3)

# In a function, whose scope keeps what is found apart from the interpreter that the rest of the project uses.
function(hcspec_find_embedded_python)
  if(NOT HCSPEC_FUZZ_PYTHON)
    return()
  endif()
  set(query "import sysconfig as s; g = s.get_config_var; print(s.get_path('include'), g('LIBDIR'), g('LDVERSION'), s.get_python_version(), sep='|', end='')")
  execute_process(COMMAND "${HCSPEC_FUZZ_PYTHON}" -I -c "${query}" OUTPUT_VARIABLE answer RESULT_VARIABLE failed)
  if(failed)
    return()
  endif()
  string(REPLACE "|" ";" answer "${answer}")
  list(POP_FRONT answer include folder ld_version version)
  file(GLOB library "${folder}/libpython${ld_version}.so" "${folder}/*/libpython${ld_version}.so")
  list(LENGTH library found)
  if(found EQUAL 0 OR NOT EXISTS "${include}/Python.h")
    return()
  endif()
  list(GET library 0 library)
  add_library(hcspec_embedded_python INTERFACE)
  target_link_libraries(hcspec_embedded_python INTERFACE "${library}")
  target_include_directories(hcspec_embedded_python SYSTEM INTERFACE "${include}")
  get_filename_component(folder "${library}" DIRECTORY)
  target_link_options(hcspec_embedded_python INTERFACE "-Wl,-rpath,${folder}")
endfunction()

hcspec_find_embedded_python()
if(NOT TARGET hcspec_embedded_python)
  message(STATUS "No differential fuzz targets: ${HCSPEC_FUZZ_PYTHON} cannot be embedded (Debian: apt install python3-dev)")
  if(NOT HCSPEC_FUZZ)
    add_test(NAME fuzz_differential COMMAND "${CMAKE_COMMAND}" -E echo "skipped: no libpython and headers; Debian: apt install python3-dev")
    set_tests_properties(fuzz_differential PROPERTIES SKIP_REGULAR_EXPRESSION "skipped: ")
  endif()
  return()
endif()

# The Python of the rig travels inside the program.
set(source "")
foreach(module known_differences driver)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS differential/${module}.py)
  file(READ differential/${module}.py bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(APPEND source "static const unsigned char ${module}_source[] = {${bytes}0x00};\n")
endforeach()
file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/driver_source.h.new" "${source}")
file(COPY_FILE "${CMAKE_CURRENT_BINARY_DIR}/driver_source.h.new" "${CMAKE_CURRENT_BINARY_DIR}/driver_source.h" ONLY_IF_DIFFERENT)

function(hcspec_differential_target name)
  set(program fuzz_differential_${name})
  list(TRANSFORM ARGN PREPEND differential/)
  hcspec_fuzz_target(differential_${name} LIBRARIES hc hcspec_embedded_python SEEDED
    SOURCES ${ARGN} differential/comparison.c differential/ending_transport.c differential/interpreter.c
      differential/python_memory.c differential/python_socket.c differential/python_trace.c differential/trace.c
      differential/watched_allocator.c watched_memory.c)
  target_include_directories(${program} PRIVATE differential "${CMAKE_CURRENT_BINARY_DIR}")
  target_compile_definitions(${program} PRIVATE HCSPEC_FUZZ_PYTHON="${HCSPEC_FUZZ_PYTHON}")
  if(is_libfuzzer)
    # libpython's calls of memcpy() and the like are the system's: what AddressSanitizer adds to them is for the reference.
    set(own "${CMAKE_CURRENT_SOURCE_DIR}/differential/own_functions.map")
    target_link_options(${program} PRIVATE "-Wl,--version-script=${own}")
    set_property(TARGET ${program} APPEND PROPERTY LINK_DEPENDS "${own}")
  endif()
  if(NOT HCSPEC_FUZZ)
    # With a reference that is made wrong the comparison has to fail.
    add_test(NAME ${program}_can_fail COMMAND ${program} "${CMAKE_CURRENT_SOURCE_DIR}/seeds/differential_${name}")
    set_tests_properties(${program}_can_fail PROPERTIES ENVIRONMENT "HCSPEC_FUZZ_FAULT=1"
      PASS_REGULAR_EXPRESSION "does not do what CPython" TIMEOUT 600)
  endif()
endfunction()

hcspec_differential_target(response response_interpreter.c response_page.c response_plan.c response_reference.c)
hcspec_differential_target(request request_interpreter.c request_plan.c request_reference.c)
