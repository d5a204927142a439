# What a person may choose, and what holds for the whole build. Flags themselves sit on targets: see HcspecTargets.cmake.
option(HCSPEC_WERROR "Treat compiler warnings as errors" OFF)
option(HCSPEC_FUZZ "Build the fuzz targets with libFuzzer (needs clang)" OFF)
option(HCSPEC_COVERAGE "Instrument for line and branch coverage (gcov)" OFF)
set(HCSPEC_SANITIZE "" CACHE STRING "Sanitizers for every target, comma-separated: address,undefined or thread")

set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug, Release or RelWithDebInfo" FORCE)
endif()

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
