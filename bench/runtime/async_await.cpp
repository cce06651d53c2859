// The peers of async_await.c as C++20 coroutines: a lazy task with symmetric transfer, one or four frames deep, over the same delay
// line and a ready queue. POOLED: frames come from a free list instead of malloc.
#include <coroutine>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <utility>
#include <vector>

#ifdef POOLED
struct Free { Free *next; };
static Free *unused[64];
static void *get(std::size_t size)
{
    std::size_t kind = (size + 15) / 16;
    if (kind < 64 && unused[kind]) { Free *frame = unused[kind]; unused[kind] = frame->next; return frame; }
    return std::malloc(kind * 16);
}
static void put(void *frame, std::size_t size)
{
    std::size_t kind = (size + 15) / 16;
    if (kind < 64) { auto *link = static_cast<Free *>(frame); link->next = unused[kind]; unused[kind] = link; }
    else std::free(frame);
}
#else
static void *get(std::size_t size) { return std::malloc(size); }
static void put(void *frame, std::size_t) { std::free(frame); }
#endif

#include "coroutine_task.hpp"

struct Operation {
    std::coroutine_handle<> waiter;
    std::uint64_t value;
    Operation *next;
};

static Operation *ready_first, *ready_last;
static std::vector<Operation *> line; // as in async_await.c
static unsigned line_at, flow_count, flows_left;
static long awaits_left;
static volatile std::uint64_t sink;

__attribute__((noinline)) static Operation *delay(Operation *newest)
{
    Operation *oldest = std::exchange(line[line_at], newest);
    line_at = line_at + 1 == line.size() ? 0 : line_at + 1;
    return oldest;
}

static void complete(Operation *oldest, std::uint64_t value)
{
    if (!oldest) return;
    oldest->value = value;
    oldest->next = nullptr;
    (ready_last ? ready_last->next : ready_first) = oldest;
    ready_last = oldest;
}

struct Start {
    Operation operation{};
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<> waiter)
    {
        operation.waiter = waiter;
        complete(delay(&operation), 1);
    }
    std::uint64_t await_resume() { return operation.value; }
};

static Task level_alone() { co_return co_await Start{}; }
static Task level_three() { co_return co_await Start{} + 1; }
static Task level_two() { co_return co_await level_three() + 1; }
static Task level_one() { co_return co_await level_two() + 1; }

struct Flow {
    struct promise_type {
        Flow get_return_object() { return Flow{std::coroutine_handle<promise_type>::from_promise(*this)}; }
        std::suspend_always initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { flows_left--; return {}; }
        void return_void() {}
        void unhandled_exception() { std::abort(); }
    };
    std::coroutine_handle<promise_type> handle;
};

static Task (*outermost)();

static Flow flow()
{
    while (awaits_left-- > 0) sink = co_await outermost();
    for (std::size_t i = 0; i < line.size(); i++) complete(delay(nullptr), 0);
}

static double now()
{
    timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e9 + double(time.tv_nsec);
}

static void run(long awaits)
{
    awaits_left = awaits;
    flows_left = flow_count;
    for (unsigned i = 0; i < flow_count; i++) flow().handle.resume();
    while (flows_left > 0) {
        Operation *next = ready_first;
        ready_first = next->next;
        if (!ready_first) ready_last = nullptr;
        next->waiter.resume();
    }
}

int main(int argc, char **argv)
{
    if (argc != 4) return 2;
    flow_count = unsigned(std::strtoul(argv[1], nullptr, 10));
    long awaits = std::strtol(argv[2], nullptr, 10);
    outermost = std::strtol(argv[3], nullptr, 10) == 1 ? level_alone : level_one;
    line.resize(flow_count - 1);
    run(10 * long(flow_count));
    double begin = now();
    run(awaits);
    std::printf("%.2f\n", (now() - begin) / double(awaits));
}
