// The synchronous call as a C++20 coroutine that completes at once: `coroutine_ready COUNT`, for counting instructions. POOLED as in
// async_await.cpp. The callee is lazy, as in the usual libraries.
#include <coroutine>
#include <cstdint>
#include <cstdlib>
#include <utility>

extern "C" int status_get(unsigned key, std::uint64_t *value);

#ifdef POOLED
struct Free { Free *next; };
static Free *unused;
static void *get(std::size_t size)
{
    if (unused) { Free *frame = unused; unused = frame->next; return frame; }
    return std::malloc(size);
}
static void put(void *frame, std::size_t) { auto *link = static_cast<Free *>(frame); link->next = unused; unused = link; }
#else
static void *get(std::size_t size) { return std::malloc(size); }
static void put(void *frame, std::size_t) { std::free(frame); }
#endif

#include "coroutine_task.hpp"

__attribute__((noinline)) static Task get_value(unsigned key)
{
    std::uint64_t value = 0;
    status_get(key, &value);
    co_return value;
}

struct Root {
    struct promise_type {
        Root get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { std::abort(); }
    };
};

static volatile std::uint64_t sink;

static Root run(long count)
{
    std::uint64_t sum = 0;
    for (long i = 0; i < count; i++) sum += co_await get_value(unsigned(i) & 255);
    sink = sum;
}

int main(int argc, char **argv)
{
    run(argc > 1 ? std::strtol(argv[1], nullptr, 10) : 1);
}
