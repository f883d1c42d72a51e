package matching_test

import (
	"errors"
	"fmt"
	"io/fs"
)

// What is a type switch, and when is it all you need?
//
// A switch on the dynamic type of an interface value. In each case the variable has
// that case's type; cases are tried from the top, an interface as a case takes every
// type that has its methods, nil has a case of its own, and a value that fits no case
// runs nothing. It is all you need whenever the types are known when you write the code.
//
// Follow-ups:
//   - What type has the variable in `case int, int64`? The interface's own type, since it could be either.
//   - Is a switch with no matching case an error? No, it does nothing, and the compiler does not tell you: write a default that says what came.
//   - What does `case nil` take? Only an interface that holds nothing. A nil pointer inside an interface has a type and goes to that type's case.
//
// Pitfalls:
//   - A broad interface such as error above a narrow type hides it: the narrow case never runs, and it compiles.
//   - A defined type is not its underlying type: `case int` does not take `type Celsius int`.
//
// From Python: `case int():` asks isinstance, so subclasses match and True is an int; a
// Go case that names a concrete type takes exactly that type, and a bool is never an int.
//
// Level: junior. Tags: types, interfaces. See: [errors.AsType], matching/order, patterns/typednil.
func Example_typeswitch() {
	type celsius int
	describe := func(v any) string {
		switch v := v.(type) {
		case nil:
			return "nothing"
		case int:
			return fmt.Sprint("an int, plus one is ", v+1)
		case string:
			return fmt.Sprint("a string of length ", len(v))
		case *fs.PathError: // Above error, which would take it too.
			if v == nil {
				return "a nil *PathError, which is not nil"
			}
			return "a path error on " + v.Path
		case error:
			return "an error: " + v.Error()
		case int8, int16:
			return fmt.Sprint("one of two, so still an any: ", v)
		}
		return "no case: the switch did nothing"
	}
	for _, v := range []any{
		nil, 41, "héllo", &fs.PathError{Op: "open", Path: "a.txt", Err: fs.ErrNotExist},
		(*fs.PathError)(nil), errors.New("late"), int16(7), celsius(20), true,
	} {
		fmt.Println(describe(v))
	}
	// Output:
	// nothing
	// an int, plus one is 42
	// a string of length 6
	// a path error on a.txt
	// a nil *PathError, which is not nil
	// an error: late
	// one of two, so still an any: 7
	// no case: the switch did nothing
	// no case: the switch did nothing
}
