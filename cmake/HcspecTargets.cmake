# How every target of the project is compiled, and how a cmocka test is added.

# hcspec_target(NAME): our warnings, POSIX, sanitizers and coverage for one of our targets.
function(hcspec_target name)
  target_compile_definitions(${name} PRIVATE _POSIX_C_SOURCE=200809L _DEFAULT_SOURCE)
  target_compile_options(${name} PRIVATE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
    -Wold-style-definition -Wvla -Wformat=2 -Wundef -Wwrite-strings -Wcast-qual
    $<$<BOOL:${HCSPEC_WERROR}>:-Werror>)
  if(HCSPEC_SANITIZE)
    target_compile_options(${name} PRIVATE -fsanitize=${HCSPEC_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${name} PRIVATE -fsanitize=${HCSPEC_SANITIZE})
  endif()
  if(HCSPEC_COVERAGE)
    target_compile_options(${name} PRIVATE --coverage -O0)
    target_link_options(${name} PRIVATE --coverage)
  endif()
endfunction()

# hcspec_library(NAME SOURCES … PUBLIC_INCLUDE dir [LIBRARIES …] [PRIVATE_LIBRARIES …])
# An internal static library with its own include folder.
function(hcspec_library name)
  cmake_parse_arguments(arg "" "PUBLIC_INCLUDE" "SOURCES;LIBRARIES;PRIVATE_LIBRARIES" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_include_directories(${name} PUBLIC
    "$<BUILD_INTERFACE:${arg_PUBLIC_INCLUDE}>" "$<INSTALL_INTERFACE:include>")
  target_link_libraries(${name} PUBLIC ${arg_LIBRARIES} PRIVATE ${arg_PRIVATE_LIBRARIES})
  hcspec_target(${name})
endfunction()

if(BUILD_TESTING OR NOT DEFINED BUILD_TESTING)
  pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)
endif()

# hcspec_add_test(NAME name SOURCES … [LIBRARIES …] [ENVIRONMENT VAR=value …])
# One cmocka program, one ctest entry. A test that hangs fails in the end.
function(hcspec_add_test)
  cmake_parse_arguments(arg "" "NAME" "SOURCES;LIBRARIES;ENVIRONMENT" ${ARGN})
  if(NOT BUILD_TESTING)
    return()
  endif()
  add_executable(${arg_NAME} ${arg_SOURCES})
  target_link_libraries(${arg_NAME} PRIVATE ${arg_LIBRARIES} PkgConfig::CMOCKA)
  hcspec_target(${arg_NAME})
  set_target_properties(${arg_NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  add_test(NAME ${arg_NAME} COMMAND ${arg_NAME})
  # The limit is for what hangs: on a machine under load everything takes ten times as long.
  set_tests_properties(${arg_NAME} PROPERTIES TIMEOUT 600 ENVIRONMENT "${arg_ENVIRONMENT}")
endfunction()
