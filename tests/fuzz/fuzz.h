/* fuzz: the entry point of a harness, as libFuzzer calls it. */
#ifndef LURCHER_TESTS_FUZZ_FUZZ_H
#define LURCHER_TESTS_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#endif
