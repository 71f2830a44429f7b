# Every library is a package of Debian 12 and Ubuntu 24.04; scripts/setup installs them.
# Each is included by one room only; tests/house_rules_test.cc holds the table of doors.
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)          # base: SHA-256; providers: TLS
find_package(nlohmann_json REQUIRED)    # documents, providers, report ...: JSON
find_package(yaml-cpp REQUIRED)         # documents: YAML
if(NOT TARGET yaml-cpp::yaml-cpp)        # its name before 0.8
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()
find_package(SQLite3 REQUIRED)          # store
find_package(Eigen3 REQUIRED NO_MODULE) # stats: linear algebra
find_package(fmt REQUIRED)              # report, cli: numbers as text
find_package(CLI11 REQUIRED)            # cli: options

# These come without a CMake package.
find_path(HTTPLIB_INCLUDE_DIR httplib.h REQUIRED)  # providers, simulate
file(STRINGS "${HTTPLIB_INCLUDE_DIR}/httplib.h" httplib_line REGEX "define CPPHTTPLIB_VERSION ")
string(REGEX MATCH "[0-9]+(\\.[0-9]+)+" httplib_version "${httplib_line}")
if(httplib_version VERSION_LESS 0.11 OR httplib_version VERSION_GREATER_EQUAL 0.15)
  message(FATAL_ERROR "cpp-httplib ${httplib_version} in ${HTTPLIB_INCLUDE_DIR}: evenhand needs 0.11 to 0.14, "
                      "as Debian 12 and Ubuntu 24.04 have; since 0.15 nobody may derive from its clients")
endif()
add_library(httplib INTERFACE)
target_include_directories(httplib SYSTEM INTERFACE "${HTTPLIB_INCLUDE_DIR}")
find_library(HTTPLIB_LIBRARY NAMES cpp-httplib)  # Debian compiles it; then the header is thin
if(HTTPLIB_LIBRARY)
  target_link_libraries(httplib INTERFACE "${HTTPLIB_LIBRARY}")
endif()
target_link_libraries(httplib INTERFACE OpenSSL::SSL OpenSSL::Crypto Threads::Threads)
target_compile_definitions(httplib INTERFACE CPPHTTPLIB_OPENSSL_SUPPORT)

find_library(RE2_LIBRARY NAMES re2 REQUIRED)  # formats, judge: patterns in linear time
add_library(re2_library INTERFACE)
target_link_libraries(re2_library INTERFACE "${RE2_LIBRARY}")

# Its CMake package asks for a part that Debian packs apart.
find_library(MD4C_LIBRARY NAMES md4c REQUIRED)  # report: Markdown of answers
add_library(md4c_library INTERFACE)
target_link_libraries(md4c_library INTERFACE "${MD4C_LIBRARY}")

find_library(UTF8PROC_LIBRARY NAMES utf8proc REQUIRED)  # report: width of characters
add_library(utf8proc_library INTERFACE)
target_link_libraries(utf8proc_library INTERFACE "${UTF8PROC_LIBRARY}")

if(EVENHAND_BUILD_TESTS)
  find_package(GTest REQUIRED)
  find_package(rapidcheck REQUIRED)
  include(GoogleTest)
endif()
