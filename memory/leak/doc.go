// Package leak finds, in tests, what a program forgot to let go: [Check] goroutines,
// [Collected] an object and what keeps it, [Growth] memory and who allocates it.
//
// Where a package's name is enough, go.uber.org/goleak in TestMain suffices for
// goroutines. In production, two goroutine or heap profiles some time apart say what grows.
//
// From goleak:
//
//	goleak.VerifyNone(t)      Check(t), at the test's start; t.Parallel is no trouble
//	goleak.VerifyTestMain(m)  stays as it is: it sees what all tests together left
//	goleak.IgnoreCurrent()    not needed: what this test did not start is not looked at
//
// From Python:
//
//	tracemalloc, compare_to   Growth
//	gc.get_referrers(x)       Collected, with Root for where to look
//	asyncio's "Task was destroyed but it is pending"
//	                          Check
//
// Check costs two goroutine profiles a test, Collected up to three collections,
// Growth some dozen runs of the function and as many collections. None keeps a goroutine.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - goroutines (senior): How do you find a goroutine leak?
//   - heap (mid): How do you hunt a heap leak?
package leak
