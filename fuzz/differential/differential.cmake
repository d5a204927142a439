# The differential targets: the reference client and http.client of a CPython in the same process. They need an interpreter that can be
# embedded (libpython and its headers).
include(differential/embedded_python.cmake)
if(BUILD_TESTING AND NOT HCSPEC_FUZZ)
  add_test(NAME fuzz_embedded_python COMMAND Python3::Interpreter "${CMAKE_CURRENT_SOURCE_DIR}/tests/test_embedded_python.py"
    "${CMAKE_COMMAND}" "${CMAKE_CURRENT_SOURCE_DIR}/differential/embedded_python.cmake")
endif()
if(why_no_embedded_python)
  message(STATUS "No differential fuzz targets: ${why_no_embedded_python}")
  if(NOT HCSPEC_FUZZ)
    add_test(NAME fuzz_differential COMMAND "${CMAKE_COMMAND}" -E echo "skipped: ${why_no_embedded_python}")
    set_tests_properties(fuzz_differential PROPERTIES SKIP_REGULAR_EXPRESSION "skipped: ")
  endif()
  return()
endif()

add_library(hcspec_embedded_python INTERFACE)
target_link_libraries(hcspec_embedded_python INTERFACE "${embedded_python_library}")
target_include_directories(hcspec_embedded_python SYSTEM INTERFACE "${embedded_python_include}")
get_filename_component(folder "${embedded_python_library}" DIRECTORY)
target_link_options(hcspec_embedded_python INTERFACE "-Wl,-rpath,${folder}")

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
  target_compile_definitions(${program} PRIVATE HCSPEC_FUZZ_PYTHON="${embedded_python}")
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
