/* What the tools that watch memory and threads must be told when a program switches stacks. Nothing in an ordinary
 * build, but for valgrind, whose requests are a few instructions that do nothing outside of it; they are made once a
 * stack.
 *
 * Interfaces: sanitizer/common_interface_defs.h, sanitizer/tsan_interface.h; declared here, for the compilers' packages do
 * not all bring the headers.
 */
#ifndef VALUETASK_RUNTIME_SANITIZERS_H
#define VALUETASK_RUNTIME_SANITIZERS_H

#include <stddef.h>

#ifndef __has_feature
#define __has_feature(feature) 0
#endif
#ifndef __has_include
#define __has_include(file) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#define VT_RT_ASAN 1
void __sanitizer_start_switch_fiber(void **fake_stack, const void *bottom, size_t size);
void __sanitizer_finish_switch_fiber(void *fake_stack, const void **bottom, size_t *size);
#endif

#if defined(__SANITIZE_THREAD__) || __has_feature(thread_sanitizer)
#define VT_RT_TSAN 1
void *__tsan_get_current_fiber(void);
void *__tsan_create_fiber(unsigned flags);
void __tsan_destroy_fiber(void *fiber);
void __tsan_switch_to_fiber(void *fiber, unsigned flags);
#endif

#if __has_include(<valgrind/memcheck.h>)
#include <valgrind/memcheck.h>
#else
#define VALGRIND_STACK_REGISTER(low, high) 0u
#define VALGRIND_STACK_DEREGISTER(id) ((void)(id))
#define VALGRIND_MAKE_MEM_DEFINED(start, size) ((void)(start), (void)(size))
#endif

#endif
