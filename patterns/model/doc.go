// Package model is a small frame over rapid for model-based tests: a system and a
// simple model of it get the same random steps, and a law is checked after each.
// [Find] also runs the test on systems with planted faults, to prove that the suite
// would catch them, and gives the shortest steps that show each.
//
// rapid's own T.Repeat suffices where nothing is planted; a table test where the
// cases are few and known.
//
// # From Python
//
//	Python                              Go
//	hypothesis.stateful.RuleBasedStateMachine   Machine
//	@rule                               a Step
//	@invariant                          Law
//	shrinking                           Find's Failure holds the shortest steps
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - bank (mid): Property-test a bank account: which properties?
package model
