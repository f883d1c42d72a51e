//go:build gc

#include "textflag.h"

// func chain(limit int) (hash uint64, whole bool)
//
// A frame record is the caller's frame pointer and, one word above, the return
// address. The first two words of a g are the bounds of its stack.
TEXT ·chain(SB), NOSPLIT, $0-17
	MOVD limit+0(FP), R1
	MOVD 0(g), R2               // stack.lo
	MOVD 8(g), R3               // stack.hi
	SUB  $16, R3                // the last place that a frame can have
	MOVD $0x9e3779b97f4a7c15, R4
	MOVD R4, R0
	MOVD R29, R5

next:
	CBZ  R5, whole
	CMP  R2, R5
	BLO  broken
	CMP  R3, R5
	BHI  broken
	MOVD 8(R5), R6
	EOR  R6, R0, R0
	MUL  R4, R0, R0
	ROR  $35, R0, R0
	MOVD 0(R5), R5
	SUBS $1, R1, R1
	BNE  next

whole:
	MOVD R0, hash+8(FP)
	MOVD $1, R6
	MOVB R6, whole+16(FP)
	RET

broken:
	MOVD ZR, hash+8(FP)
	MOVB ZR, whole+16(FP)
	RET
