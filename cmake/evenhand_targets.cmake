# Flags of our own code. An INTERFACE target, so that they never leak into dependencies.
add_library(evenhand_flags INTERFACE)
target_compile_features(evenhand_flags INTERFACE cxx_std_20)
target_include_directories(evenhand_flags INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(evenhand_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  # Designated initialisers leave out what has a default, on purpose.
  -Wno-missing-field-initializers
  # g++ 12 sees overlaps in "x" + string that are not there (its bug 105651), and moves of
  # variants that it takes for uninitialised.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict$<SEMICOLON>-Wno-maybe-uninitialized>
  # g++ 13 and later take references for dangling that are not, and what its optimiser warns of
  # differs from version to version: there it does not stop a build.
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_GREATER_EQUAL:$<CXX_COMPILER_VERSION>,13>>:-Wno-dangling-reference$<SEMICOLON>-Wno-error=array-bounds$<SEMICOLON>-Wno-error=stringop-overflow$<SEMICOLON>-Wno-error=stringop-overread$<SEMICOLON>-Wno-error=free-nonheap-object>)

# Headers that are read once instead of once for each file: GoogleTest's in tests, which include it
# anyway; "all" adds the standard ones everywhere, for sanitizer builds only: in the others a file
# that includes too little does not compile.
set(EVENHAND_PRECOMPILE none CACHE STRING "Headers to precompile: none, googletest or all")
set(evenhand_standard_headers
  <algorithm> <array> <atomic> <charconv> <chrono> <cmath> <condition_variable> <cstdint> <cstdlib>
  <deque> <filesystem> <fstream> <functional> <iterator> <limits> <map> <memory> <mutex> <numeric>
  <optional> <set> <span> <sstream> <string> <string_view> <thread> <tuple> <unordered_map>
  <utility> <variant> <vector>)

# Gives the target of a kind the headers; the first target of each kind precompiles them for all.
function(evenhand_precompile target kind)
  set(headers ${ARGN})
  if(EVENHAND_PRECOMPILE STREQUAL all)
    list(APPEND headers ${evenhand_standard_headers})
  endif()
  if(NOT headers OR EVENHAND_PRECOMPILE STREQUAL none)
    return()
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    target_compile_options(${target} PRIVATE -fpch-preprocess)  # or ccache remembers nothing
  endif()
  get_property(first GLOBAL PROPERTY evenhand_precompiled_${kind})
  if(first)
    target_precompile_headers(${target} REUSE_FROM ${first})
  else()
    target_precompile_headers(${target} PRIVATE ${headers})
    set_property(GLOBAL PROPERTY evenhand_precompiled_${kind} ${target})
  endif()
endfunction()

# evenhand_library(judge SOURCES pairwise.cc ... [LINKS evenhand::prompts] [PRIVATE SQLite::SQLite3])
# makes target evenhand_judge with the alias evenhand::judge.
function(evenhand_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS;PRIVATE")
  add_library(evenhand_${name} STATIC ${arg_SOURCES})
  add_library(evenhand::${name} ALIAS evenhand_${name})
  target_link_libraries(evenhand_${name} PUBLIC evenhand_flags ${arg_LINKS} PRIVATE ${arg_PRIVATE})
  evenhand_precompile(evenhand_${name} library)
endfunction()

set(EVENHAND_TEST_SHARDS 0 CACHE STRING
  "Processes that share the tests of a program; 0: one for each test, which costs sanitizers their start")

# evenhand_test(stats SOURCES bootstrap_test.cc ... LINKS evenhand::stats [LABELS unit])
# makes the test program stats_test: one for each room. A label belongs to a whole program; a room
# whose tests need another label (slow, fault) has a second program, evenhand_test(stats_slow ...).
function(evenhand_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "SOURCES;LABELS;LINKS")
  if(NOT arg_LABELS)
    set(arg_LABELS unit)
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 60)
  endif()
  add_executable(${name}_test ${arg_SOURCES})
  target_link_libraries(${name}_test PRIVATE ${arg_LINKS} GTest::gtest_main)
  # Tests are compiled for who waits, in half the time: nothing is measured in them. What they test
  # keeps its optimisation and its sanitizers; of the tests' own code only addresses are watched.
  target_compile_options(${name}_test PRIVATE -O0 -U_FORTIFY_SOURCE -fno-sanitize=undefined)
  target_compile_definitions(${name}_test PRIVATE
    EVENHAND_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  evenhand_precompile(${name}_test test <gtest/gtest.h>)
  # What takes longest begins first, so that no processor waits for it in the end.
  set(cost 0)
  set(processors 1)
  if(slow IN_LIST arg_LABELS)
    set(cost 100)
    set(processors 2)  # calculates on all that there are
  elseif(fault IN_LIST arg_LABELS)
    set(cost 10)
  endif()
  set(properties LABELS "${arg_LABELS}" COST ${cost} PROCESSORS ${processors})
  if(EVENHAND_TEST_SHARDS EQUAL 0)
    gtest_discover_tests(${name}_test DISCOVERY_TIMEOUT 60
      PROPERTIES ${properties} TIMEOUT ${arg_TIMEOUT})
    return()
  endif()
  math(EXPR last "${EVENHAND_TEST_SHARDS} - 1")
  foreach(shard RANGE ${last})
    add_test(NAME ${name}_test.${shard} COMMAND ${name}_test)
    # The log of a shard that hangs ends with the name of the test.
    set_tests_properties(${name}_test.${shard} PROPERTIES ${properties} TIMEOUT 300
      ENVIRONMENT "GTEST_TOTAL_SHARDS=${EVENHAND_TEST_SHARDS};GTEST_SHARD_INDEX=${shard}")
  endforeach()
endfunction()
