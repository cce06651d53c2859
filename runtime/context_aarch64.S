/* Switching stacks on aarch64, AAPCS64.
 *
 * A stack that was left holds, from its stack pointer upward: x19 to x30 (96 bytes), d8 to d15 (64), FPCR (8), padding
 * (8). All else is the caller's to save.
 */
#if defined(__aarch64__) && defined(__linux__) && defined(__LP64__)
    .text

/* int vt_rt_switch_stacks_(void **from, void *to, int answer) */
    .globl vt_rt_switch_stacks_
    .hidden vt_rt_switch_stacks_
    .type vt_rt_switch_stacks_, %function
    .p2align 4
vt_rt_switch_stacks_:
    .cfi_startproc
    hint #34 /* bti c */
    sub sp, sp, #176
    .cfi_def_cfa_offset 176
    stp x19, x20, [sp, #0]
    stp x21, x22, [sp, #16]
    stp x23, x24, [sp, #32]
    stp x25, x26, [sp, #48]
    stp x27, x28, [sp, #64]
    stp x29, x30, [sp, #80]
    .cfi_offset x29, -96
    .cfi_offset x30, -88
    stp d8, d9, [sp, #96]
    stp d10, d11, [sp, #112]
    stp d12, d13, [sp, #128]
    stp d14, d15, [sp, #144]
    mrs x4, fpcr
    str x4, [sp, #160]
    mov x3, sp
    str x3, [x0]
    mov sp, x1
    mov w0, w2
    ldp x19, x20, [sp, #0]
    ldp x21, x22, [sp, #16]
    ldp x23, x24, [sp, #32]
    ldp x25, x26, [sp, #48]
    ldp x27, x28, [sp, #64]
    ldp x29, x30, [sp, #80]
    ldp d8, d9, [sp, #96]
    ldp d10, d11, [sp, #112]
    ldp d12, d13, [sp, #128]
    ldp d14, d15, [sp, #144]
    ldr x3, [sp, #160]
    /* Writing FPCR is slow, and it hardly ever differs. */
    cmp x4, x3
    b.eq 1f
    msr fpcr, x3
1:
    add sp, sp, #176
    .cfi_def_cfa_offset 0
    ret
    .cfi_endproc
    .size vt_rt_switch_stacks_, . - vt_rt_switch_stacks_

/* Where a new stack's first switch returns to: x19 has the argument, x20 the entry. Debuggers stop unwinding here. */
    .globl vt_rt_enter_stack_
    .hidden vt_rt_enter_stack_
    .type vt_rt_enter_stack_, %function
    .p2align 4
vt_rt_enter_stack_:
    .cfi_startproc
    .cfi_undefined x30
    hint #36 /* bti j */
    mov x29, xzr
    mov x0, x19
    blr x20
    brk #1
    .cfi_endproc
    .size vt_rt_enter_stack_, . - vt_rt_enter_stack_
#endif
    .section .note.GNU-stack, "", %progbits
