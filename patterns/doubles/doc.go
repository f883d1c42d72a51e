// Package doubles has test doubles that are played, not programmed: a [Script] of
// results for any function, a [Transport] that answers HTTP requests from a list,
// and [Once], the handler that makes a repeated POST harmless, which such doubles
// are best tried on.
//
// Often something simpler suffices: a struct with a func field for one method, an
// httptest.Server where the real client and real headers matter, a map for a
// repository. testify/mock serves when calls come in any order and must be matched
// by their arguments; it pays with strings for names and with checks at run time.
//
// # From Python
//
//	Python                                  Go
//	Mock(side_effect=[Error(), value])      NewScript with two steps
//	@patch("requests.get")                  http.Client{Transport: NewTransport(...)}
//	mock.call_count, call_args_list         Calls
//	AsyncMock                               the same: a call blocks, its context ends it
//	vcr.py                                  Recorder
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - script (mid): Fake instead of mock: how do you double a dependency?
//   - idempotency (senior): Exactly-once POST: how?
package doubles
