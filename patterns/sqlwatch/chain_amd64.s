//go:build gc

#include "textflag.h"

// func chain(limit int) (hash uint64, whole bool)
//
// A frame begins with the caller's frame pointer and, one word above, the return
// address. The first two words of a g are the bounds of its stack.
TEXT ·chain(SB), NOSPLIT, $0-17
	MOVQ limit+0(FP), CX
	MOVQ TLS, DX
	MOVQ 0(DX)(TLS*1), DX       // g
	MOVQ 0(DX), SI              // stack.lo
	MOVQ 8(DX), DI              // stack.hi
	SUBQ $16, DI                // the last place that a frame can have
	MOVQ $0x9e3779b97f4a7c15, R8
	MOVQ R8, AX
	MOVQ BP, BX

next:
	TESTQ BX, BX
	JEQ   whole
	CMPQ  BX, SI
	JCS   broken
	CMPQ  BX, DI
	JHI   broken
	XORQ  8(BX), AX
	IMULQ R8, AX
	ROLQ  $29, AX
	MOVQ  0(BX), BX
	DECQ  CX
	JNE   next

whole:
	MOVQ AX, hash+8(FP)
	MOVB $1, whole+16(FP)
	RET

broken:
	MOVQ $0, hash+8(FP)
	MOVB $0, whole+16(FP)
	RET
