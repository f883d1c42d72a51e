// Package matching answers questions about matching in Go: type switches and
// sum types first, then patterns with typed captures for data whose shape is
// known only at run time. A type switch is better whenever the type is known.
//
// # When something simpler suffices
//
//   - The types are known: a type switch, and for a closed list of variants a sealed interface
//     (matching/exhaustive finds the variant that a switch forgot).
//   - The shape is yours: decode into a struct, and switch on its fields.
//   - One or two error types: [errors.AsType] and [errors.Is].
//   - One shape of decoded JSON: two assertions with their ok.
//
// Patterns pay from about three nested shapes on: they are shorter than the
// assertions, they cannot panic, [Compile] finds arms that are never reached, [Set.Explain] says
// why a value was refused, and [Set.Uncovered] which value nobody thought of.
//
// # From Python
//
//	match value:                        set := MustCompile(                      // once
//	    case {"status": 200, "data": d}:    Case(Map(Key("status", Lit(200)), Key("data", d.As(Any))), f),
//	    case {"id": int(n), **rest}:        Case(Map(Key("id", n.As(Int)), Rest(rest)), f),
//	    case [first, *rest]:                Case(Seq(first.As(Any), Star(rest)), f),
//	    case "go" | "run":                  Case(OneOf(Lit("go"), Lit("run")), f),
//	    case n if 400 <= n < 500:           Case(n.As(All(AtLeast(400), Less(500))), f),
//	    case str():                         Case(text.As(Any), f),               // NewVar[string]
//	    case _:                             Case(Any, f),
//	                                    )
//	                                    result, err := set.Match(value)
//
// # Rules
//
// They are those of PEP 634 where these make sense in Go.
//
//   - The first arm that takes the value wins.
//   - A [Map] ignores other keys unless [Exact] is in it; [Rest] keeps them. A missing key is not null.
//   - A sequence is any slice, and never a string or an array. One [Star] at most, anywhere, in order.
//   - Numbers are compared by value across int, uint, float and [encoding/json.Number], without loss:
//     2^53+1 is not float64(1<<53), and NaN is no literal and in no range. true is not 1, unlike in Python.
//     A json.Number with a fraction, or with an exponent beyond 64 bits, is its nearest float64.
//   - Defined map, slice, string, bool and number types match like their underlying types. Maps have string keys;
//     other maps, arrays, structs and pointers are matched by [Type] and [Not] alone.
//   - A [Var] of type T takes what T can hold without loss. Nothing is parsed: "404" is no number.
//   - The alternatives of [OneOf] bind the same variables, the first that matches with its guards wins.
//   - Guards ([When], [Equal]) run last. Nothing stays bound after a guard or an arm has failed.
//   - A value of the wrong type is no match and never a panic. Patterns have a bounded depth, so a cyclic value ends too.
//
// # Cost
//
// Compile builds one decision tree for all arms, so that no value is looked at twice for one question and
// the number of arms hardly matters. [Set.Index] takes some tens of nanoseconds and allocates nothing: about twice
// a switch written by hand over maps, and ten times one over short slices, where a switch has next to
// nothing to do; [Set.Match] allocates once where the arm binds. A set with very many alternatives (256 for
// one arm, 8192 states) is interpreted arm by arm instead. Nothing here starts a goroutine.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - typeswitch (junior): What is a type switch, and when is it all you need?
//   - response (junior): How do you write match/case on a response: 200, 404, 500, 4xx, anything else?
//   - order (junior): In what order are cases tried: default, guards, and the first match?
//   - sumtypes (mid): How do you write a sum type in Go?
//   - captures (mid): How do you match patterns with captures, as match/case does?
//   - robust (mid): What do `{"status": 500}` without "error" and `{"status": "404"}` do to the handler?
//   - oneof (mid): How do you write `str | int | list`, and decode one of several types?
//   - sequences (senior): How do you write `[first, *rest]` and `**rest`?
//   - errors (mid): How do you match errors by type and by range?
//   - visitor (mid): How do you make the compiler force every case?
//   - strings (junior): Bytes, runes and strings: what do you iterate over?
package matching
